//! Labels of people, on the command line: drawn, read back, and held against each other.

use std::fs;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};
use tempfile::TempDir;

const LABELS: [&str; 3] = ["favor", "against", "neutral"];

/// What a careful annotator says of a row.
fn truth(id: usize) -> &'static str {
    LABELS[id % 7 % 3]
}

/// 60 rows of which the model gets a third wrong; their texts begin as a formula does.
fn desk() -> TempDir {
    let desk = TempDir::new().expect("a temporary folder");
    let row = |id: usize| {
        json!({"schema_version": "1", "id": id.to_string(), "text": format!("=text, {id}"),
            "target": "whaling", "stance": if [0, 3].contains(&(id % 6)) { "favor" } else { truth(id) },
            "stance_probs": {"favor": 0.5, "against": 0.3, "neutral": 0.2}, "sentiment": null,
            "sentiment_probs": null, "tokens": 3, "truncated": false, "model": "m@0",
            "meta": {"outlet": if id < 40 { "Gull" } else { "Tern" }}})
    };
    let rows: String = (0..60).map(|id| row(id).to_string() + "\n").collect();
    fs::write(desk.path().join("pred.jsonl"), rows).expect("a file");
    desk
}

fn quotestance(desk: &TempDir, args: &str) -> assert_cmd::assert::Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotestance"));
    command
        .current_dir(desk.path())
        .args(args.split(' '))
        .assert()
}

fn read(desk: &TempDir, name: &str) -> String {
    fs::read_to_string(desk.path().join(name)).expect(name)
}

fn said(item: &Value) -> &'static str {
    truth(item["quote_id"].as_str().unwrap().parse().unwrap())
}

fn objects(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn lines(items: &[Value]) -> String {
    items.iter().map(|item| item.to_string() + "\n").collect()
}

fn label_csv(text: &str) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for record in reader.records() {
        let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        assert!(cells[place("text")].starts_with("'="));
        assert_eq!(cells[place("stance")], "");
        cells[place("stance")] = truth(cells[place("quote_id")].parse().unwrap()).to_owned();
        writer.write_record(&cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn label_studio(text: &str) -> String {
    let mut tasks: Vec<Value> = serde_json::from_str(text).unwrap();
    for (id, task) in tasks.iter_mut().enumerate() {
        let choices = [said(&task["data"])];
        let result = json!({"from_name": "stance", "to_name": "text", "type": "choices",
            "value": {"choices": choices}});
        task["id"] = json!(id);
        task["annotations"] =
            json!([{"completed_by": 4, "was_cancelled": false, "result": [result]}]);
    }
    json!(tasks).to_string()
}

fn prodigy(text: &str) -> String {
    let mut items = objects(text);
    for item in &mut items {
        assert_eq!(item["options"].as_array().unwrap().len(), 3);
        item["accept"] = json!([said(item)]);
        item["answer"] = json!("accept");
    }
    lines(&items)
}

fn doccano(text: &str) -> String {
    let mut items = objects(text);
    for (id, item) in items.iter_mut().enumerate() {
        item["id"] = json!(id + 500);
        item["label"] = json!([said(item)]);
    }
    lines(&items)
}

#[test]
fn a_sample_goes_out_to_each_tool_and_comes_back() {
    type Label = fn(&str) -> String;
    let tools: [(&str, &str, Label); 4] = [
        ("csv", "csv", label_csv),
        ("label-studio", "json", label_studio),
        ("prodigy", "jsonl", prodigy),
        ("doccano", "jsonl", doccano),
    ];
    let desk = desk();
    let mut found = Vec::new();
    for (tool, ending, label) in tools {
        let file = format!("{tool}.{ending}");
        let sample = "sample --pred pred.jsonl --n 30 --by stance,outlet --seed 5";
        quotestance(&desk, &format!("{sample} --format {tool} --out {file}"))
            .success()
            .stderr(contains("30 of 60 rows"));
        let drawn = read(&desk, &file);
        assert!(
            !drawn.contains("m@0") && !drawn.contains("0.5,\"against\""),
            "{drawn}"
        );
        fs::write(desk.path().join(&file), label(&drawn)).unwrap();
        quotestance(
            &desk,
            &format!("prevalence --pred pred.jsonl --gold {file} --out {tool}"),
        )
        .success()
        .stdout(contains("stratified sample, 6 strata").and(contains("DSL")));
        found.push(read(&desk, &format!("{tool}/prevalence.json")));
    }
    assert!(found.iter().all(|json| *json == found[0]));
    let json: Value = serde_json::from_str(&found[0]).unwrap();
    assert_eq!(json["stance"]["labelled"], 30);
    let share = |estimate: &str| {
        json["stance"]["labels"][0][estimate]["value"]
            .as_f64()
            .unwrap()
    };
    let true_share = (0..60).filter(|id| truth(*id) == "favor").count() as f64 / 60.0;
    assert!((share("naive") - true_share).abs() > 0.12);
    for estimate in ["gold", "ppi", "dsl"] {
        assert!(
            (share(estimate) - true_share).abs() < 0.12,
            "{estimate}: {json}"
        );
    }
}

#[test]
fn annotators_of_one_file_and_a_model_agree_or_not() {
    let desk = desk();
    let row = |id: usize, by: &str| {
        let stance = if by == "ana" || id > 3 {
            truth(id)
        } else {
            "neutral"
        };
        json!({"id": id.to_string(), "stance": stance, "annotator": by})
    };
    let rows: Vec<_> = (0..20)
        .flat_map(|id| [row(id, "ana"), row(id, "ben")])
        .collect();
    fs::write(desk.path().join("both.jsonl"), lines(&rows)).unwrap();
    quotestance(&desk, "agree both.jsonl pred.jsonl --out figures")
        .success()
        .stdout(contains("Krippendorff's alpha").and(contains("human and model")));
    let json: Value = serde_json::from_str(&read(&desk, "figures/agreement.json")).unwrap();
    assert_eq!(json["raters"][1]["name"], "both.jsonl, ben");
    assert_eq!(json["raters"][2]["kind"], "model");
    assert_eq!(json["sentiment"], Value::Null);
    let groups = &json["stance"]["groups"];
    assert_eq!(
        (&groups[0]["name"], &groups[1]["name"]),
        (&json!("all"), &json!("humans"))
    );
    // Of the first four rows only row 2 is neutral.
    assert_eq!(groups[1]["percent_agreement"]["value"], 17.0 / 20.0);
    quotestance(&desk, "agree pred.jsonl")
        .code(2)
        .stderr(contains("give two or more"));
}

#[test]
fn what_cannot_be_read_is_named() {
    let desk = desk();
    let check = |name: &str, text: &str, told: &str| {
        fs::write(desk.path().join(name), text).unwrap();
        quotestance(
            &desk,
            &format!("prevalence --pred pred.jsonl --gold {name}"),
        )
        .code(3)
        .stderr(contains(told));
    };
    check("a.jsonl", "{\"id\": \"1\"}\n", "no row has a label");
    check(
        "a.jsonl",
        "{\"id\": \"1\"}\n{\"stance\": \"favor\"}\n",
        "a.jsonl: line 2: no `quote_id`",
    );
    check(
        "a.csv",
        "id,text,stance\n1,t,pro\n",
        "a.csv: line 2: `stance` is `pro`",
    );
    check("a.jsonl", "{\n", "a.jsonl: line 1");
    check("a.json", "{}", "one list of tasks");
    check(
        "a.csv",
        "id,text,stance,inclusion_probability\n1,t,favor,2\n",
        "over 0 and at most 1",
    );
    quotestance(&desk, "prevalence --pred pred.jsonl --gold none.jsonl")
        .code(3)
        .stderr(contains("none.jsonl"));
    let sample = "sample --pred pred.jsonl --out s.jsonl --format prodigy";
    quotestance(&desk, &format!("{sample} --n 9 --task stance,sentiment"))
        .code(2)
        .stderr(contains("one question"));
    quotestance(&desk, &format!("{sample} --n 3"))
        .code(2)
        .stderr(contains("ask for 6 or more"));
    quotestance(&desk, &format!("{sample} --n 9 --by paper"))
        .code(2)
        .stderr(contains("no row has a column `paper`"));
}

#[test]
fn evaluate_looks_at_slices_and_errors() {
    let desk = desk();
    let gold: Vec<_> = (0..60)
        .map(|id| json!({"id": id.to_string(), "stance": truth(id)}))
        .collect();
    fs::write(desk.path().join("gold.jsonl"), lines(&gold)).unwrap();
    let evaluate = "evaluate --pred pred.jsonl --gold gold.jsonl";
    quotestance(
        &desk,
        &format!("{evaluate} --by outlet,length --errors e.jsonl --top 2 --out figures"),
    )
    .success()
    .stdout(contains("stance by outlet").and(contains("small: under 30 rows")));
    let json: Value = serde_json::from_str(&read(&desk, "figures/metrics.json")).unwrap();
    let outlets = &json["slices"][0]["stance"];
    assert_eq!(
        (&outlets[0]["value"], &outlets[0]["rank"]),
        (&json!("Gull"), &json!(1))
    );
    assert_eq!(
        (&outlets[1]["value"], &outlets[1]["small"]),
        (&json!("Tern"), &json!(true))
    );
    let errors = objects(&read(&desk, "e.jsonl"));
    let pairs: Vec<_> = errors
        .iter()
        .map(|row| row["gold"].as_str().unwrap())
        .collect();
    assert_eq!(pairs, ["against", "against", "neutral", "neutral"]);
    assert_eq!(
        (&errors[0]["predicted"], &errors[0]["margin"]),
        (&json!("favor"), &json!(0.2))
    );
    assert_eq!(errors[0]["meta"]["outlet"], "Gull");
    quotestance(&desk, &format!("{evaluate} --by paper"))
        .code(2)
        .stderr(contains("outlet"));
}
