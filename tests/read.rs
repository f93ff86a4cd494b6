//! Reading, through the public interface: every format, and what hostile input gives.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampSecondArray};
use quotestance::corpus::{Document, Quarantined, TextRow};
use quotestance::read::{self, Input, ReadError, ReadOptions, Record};
use serde_json::json;
use tempfile::TempDir;

const OPTIONS: ReadOptions = ReadOptions {
    max_document_bytes: 10_000,
    max_unpacked_bytes: 100_000,
    limit: None,
};

/// A folder that holds the files given.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn path(path: impl Into<PathBuf>) -> Input {
    Input::Path(path.into())
}

fn documents(inputs: &[Input]) -> Vec<Record<Document>> {
    read::documents(inputs, &OPTIONS).unwrap().collect()
}

/// The records of one file of that name and content.
fn documents_in(name: &str, bytes: &[u8]) -> Vec<Record<Document>> {
    let folder = folder(&[(name, bytes)]);
    documents(&[path(folder.path().join(name))])
}

fn rows_in(name: &str, bytes: &[u8]) -> Vec<Record<TextRow>> {
    let folder = folder(&[(name, bytes)]);
    let input = path(folder.path().join(name));
    read::rows(&input, &OPTIONS).unwrap().collect()
}

fn one(mut records: Vec<Record<Document>>) -> Document {
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0).unwrap()
}

/// `id=text` of a document, `!line:byte reason` of a fault.
fn brief(records: &[Record<Document>]) -> Vec<String> {
    let of = |record: &Record<Document>| match record {
        Ok(document) => format!("{}={}", document.id, document.text),
        Err(fault) => brief_fault(fault),
    };
    records.iter().map(of).collect()
}

fn brief_fault(fault: &Quarantined) -> String {
    assert!(!fault.advice.is_empty(), "{fault:?}");
    let number = |value: Option<u64>| value.map_or("-".to_owned(), |value| value.to_string());
    format!(
        "!{}:{} {}",
        number(fault.line),
        number(fault.byte),
        fault.reason
    )
}

fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let found = brief(&documents_in(name, bytes));
    let matches = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(found, expected)| found.starts_with(expected));
    assert!(
        matches,
        "{name}: {found:#?}, expected to begin with {expected:#?}"
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn strings(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

#[test]
fn text_is_kept_as_it_stands() {
    let text = "\r\n  “Nein”,\tsagte\u{a0}sie.\r\nEnde \u{1f30d}\n\n";
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(text.as_bytes());
    let document = one(documents_in("a.txt", &bytes));
    assert_eq!(document.text, text);
    assert_eq!(
        (document.id.as_str(), document.origin.encoding.as_str()),
        ("a.txt", "UTF-8")
    );
    assert_eq!(document.origin.line, None);
}

#[test]
fn encodings() {
    let check = |bytes: Vec<u8>, text: &str, encoding: &str| {
        let document = one(documents_in("a.txt", &bytes));
        assert_eq!(
            (document.text.as_str(), document.origin.encoding.as_str()),
            (text, encoding)
        );
    };
    let utf16 = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    check(utf16("Genève, « non »"), "Genève, « non »", "UTF-16LE");
    check(utf16("\u{feff}Genève"), "Genève", "UTF-16LE");
    check(
        b"L'accord est sign\xe9 \x93 enfin \x94 \xe0 Paris".to_vec(),
        "L'accord est signé “ enfin ” à Paris",
        "windows-1252",
    );
}

#[test]
fn hostile_text() {
    check("a.txt", b"", &["!-:- the text is empty"]);
    check("a.txt", b" \r\n\t", &["!-:- the text is empty"]);
    check("a.txt", b"\xef\xbb\xbf", &["!-:- the text is empty"]);
    check("a.txt", b"a\0b", &["!-:- NUL bytes"]);
    check("a.txt", "déjà vu\u{e9}".as_bytes(), &["a.txt=déjà vué"]);
    check(
        "a.txt",
        b"d\xc3\xa9j\xc3\xa0 \xff vu",
        &["!-:7 not valid UTF-8 at byte 7"],
    );
    check(
        "a.txt",
        b"\xff\xfea\0\0\xd8b\0",
        &["!-:4 not valid UTF-16LE at byte 4"],
    );
    check("a.txt", b"\xff\xfe\0\0a\0\0\0", &["!-:- NUL bytes"]);
    check("a.txt", &[b'x'; 10_001], &["!-:- larger than 10000 bytes"]);
    check("a.txt", &[b'"'; 10_000], &["a.txt=\"\"\""]);
    check("a.txt", "قال الوزير «لا»".as_bytes(), &["a.txt=قال"]);
    check("notes.log", b"He said so.", &["notes.log=He said so."]);
}

#[test]
fn markdown() {
    let text = "---\ntitle: 'A vote'\ndate: 2018-12-10\ntags: [un, pact]\n---\n# Head\n[a](http://b.example)\n";
    let document = one(documents_in("a.md", text.as_bytes()));
    assert_eq!(document.text, text);
    assert_eq!(document.title.as_deref(), Some("A vote"));
    assert_eq!(document.published_at.as_deref(), Some("2018-12-10"));
    assert_eq!(json!(document.meta), json!({"tags": "[un, pact]"}));
    let document = one(documents_in("a.md", b"Intro\n\n# The vote\n"));
    assert_eq!(document.title.as_deref(), Some("The vote"));
}

#[test]
fn html() {
    let paragraph = "The minister of Nowhere said that the harbour would open in the spring, and that “nobody will be turned away”, whatever the council decides. ".repeat(4);
    let page = format!(
        "<html lang=en><head><meta charset=iso-8859-1><title>Harbour to open in the spring | The Invented Courier</title>\
         <meta property='og:site_name' content='The Invented Courier'><meta name=author content='Ana Test'>\
         <meta property='article:published_time' content='2018-12-11T09:00:00Z'>\
         <link rel=canonical href='https://courier.example/harbour'></head>\
         <body><nav><a href=/>Home</a> <a href=/x>Shop</a></nav><article><h1>Harbour to open in the spring</h1>\
         <p>{paragraph}</p><p>Last {paragraph}</p></article><script>var x = 'never';</script><footer>Imprint</footer></body></html>"
    );
    let document = one(documents_in("a.html", page.as_bytes()));
    assert!(
        document.text.contains("“nobody will be turned away”"),
        "{}",
        document.text
    );
    assert!(
        document.text.contains("decides.\n\nLast The minister"),
        "{}",
        document.text
    );
    assert!(!document.text.contains("Shop") && !document.text.contains("never"));
    assert_eq!(
        document.title.as_deref(),
        Some("Harbour to open in the spring")
    );
    assert_eq!(document.outlet.as_deref(), Some("The Invented Courier"));
    assert_eq!(document.author.as_deref(), Some("Ana Test"));
    assert_eq!(
        document.published_at.as_deref(),
        Some("2018-12-11T09:00:00Z")
    );
    assert_eq!(
        document.url.as_deref(),
        Some("https://courier.example/harbour")
    );
    assert_eq!(document.lang.as_deref(), Some("en"));
}

#[test]
fn odd_html() {
    check(
        "a.htm",
        b"<p>Short note.<p>Second.<script>x()</script>",
        &["a.htm=Short note.\n\nSecond."],
    );
    check(
        "a.html",
        b"<html><body></body></html>",
        &["!-:- the text is empty"],
    );
    check("a.html", b"no markup at all", &["a.html=no markup at all"]);
    let document = one(documents_in(
        "a.html",
        b"<meta charset=windows-1251><p>\xcd\xe5\xf2</p>",
    ));
    assert_eq!(
        (document.text.as_str(), document.origin.encoding.as_str()),
        ("Нет", "windows-1251")
    );
    check(
        "a.html",
        b"<meta charset=utf-8><p>Gen\xe8ve, \xe0 la fin de l'\xe9t\xe9",
        &["a.html=Genève, à la fin"],
    );
    let deep = "<div>".repeat(1_900) + "deep down";
    check("a.html", deep.as_bytes(), &["a.html=deep down"]);
    let deeper = "<ul>".repeat(2_001) + "deep down";
    check(
        "a.html",
        deeper.as_bytes(),
        &["!-:- more than 2000 elements"],
    );
}

#[test]
fn json_lines() {
    let line = r#"{"id": 7, "text": "T", "title": "H", "outlet": null, "lang": "en", "year": 2018, "tags": ["a"]}"#;
    let document = one(documents_in("a.jsonl", line.as_bytes()));
    assert_eq!(
        (document.id.as_str(), document.title.as_deref()),
        ("7", Some("H"))
    );
    assert_eq!(document.outlet, None);
    assert_eq!(json!(document.meta), json!({"year": 2018, "tags": ["a"]}));
    assert_eq!(document.origin.line, Some(1));
    check(
        "a.ndjson",
        b"\xef\xbb\xbf{\"text\": \"A\"}\r\n\n{\"text\": \"B\"}",
        &["a.ndjson#1=A", "a.ndjson#3=B"],
    );
}

#[test]
fn bad_json_lines_cost_only_themselves() {
    let deep = "[".repeat(5_000);
    let long = "x".repeat(25_000);
    let lines = format!(
        "{{\"text\": \"A\"}}\n{{\"text\": \n{{\"text\": {deep}\n{{\"text\": \"{long}\"}}\n[1]\n{{\"text\": 5}}\n{{\"body\": \"x\"}}\n{{\"text\": \" \"}}\n{{\"text\": \"a\\u0000\"}}\n{{\"text\": \"B\", \"id\": [1]}}\n{{\"text\": \"\\ud800\"}}\n{{\"text\": \"Z\"}}"
    );
    check(
        "a.jsonl",
        lines.as_bytes(),
        &[
            "a.jsonl#1=A",
            "!2:21 not a JSON object: EOF",
            "!3:159 not a JSON object: recursion limit",
            "!4:5034 larger than 10000 bytes",
            "!5:30047 not a JSON object",
            "!6:30051 `text` is a number",
            "!7:30063 no column `text`; the columns are `body`",
            "!8:30077 the text is empty",
            "!9:30091 NUL bytes",
            "!10:30111 `id` is an array",
            "!11:30152 not a JSON object",
            "a.jsonl#12=Z",
        ],
    );
    check(
        "a.jsonl",
        b"{\"text\": \"a\xff\"}\n{\"text\": \"B\"}\n",
        &["!1:11 not valid UTF-8", "a.jsonl#2=B"],
    );
    check(
        "a.jsonl",
        b"\xff\xfe{\0\n\0}\0",
        &["!1:0 JSON lines in UTF-16"],
    );
    check("a.jsonl", b"", &["!-:- no rows"]);
    check("a.jsonl", b"\n\n", &["!-:- no rows"]);
}

#[test]
fn repeated_ids() {
    check(
        "a.jsonl",
        br#"{"id": "1", "text": "A"}
{"id": 1, "text": "B"}
{"id": "", "text": "C"}"#,
        &[
            "1=A",
            "!2:- the id `1` is that of an earlier",
            "a.jsonl#3=C",
        ],
    );
}

#[test]
fn csv() {
    let file = b"\xef\xbb\xbfid,text,title,year\r\n\r\n1,\"He said \"\"no\"\",\r\nthen left\",H,2018\r\n2,5\" pipe,,\r\n";
    let records = documents_in("a.csv", file);
    assert_eq!(
        brief(&records),
        ["1=He said \"no\",\r\nthen left", "2=5\" pipe"]
    );
    let first = records[0].as_ref().unwrap();
    assert_eq!(
        (first.title.as_deref(), first.origin.line),
        (Some("H"), Some(3))
    );
    assert_eq!(json!(first.meta), json!({"year": "2018"}));
    let second = records[1].as_ref().unwrap();
    assert_eq!(
        (second.title.as_deref(), second.origin.line),
        (None, Some(5))
    );
    check("a.tsv", b"text\tlang\n\"a\tb\"\ten\n", &["a.tsv#2=a\tb"]);
}

#[test]
fn bad_csv() {
    check("a.csv", b"", &["!-:- no header"]);
    check("a.csv", b"id,text\n", &["!-:- no rows"]);
    check(
        "a.csv",
        b"id;Text\n1;x\n",
        &["!1:- no column `text`; the columns are `id;Text`"],
    );
    check(
        "a.csv",
        b"text,text\nx,y\n",
        &["!1:0 two columns are named `text`"],
    );
    check(
        "a.csv",
        b"id,text\n1,A\n2,B,C\n3\n4,D\n",
        &[
            "1=A",
            "!3:12 3 cells where the header has 2",
            "!4:18 1 cells",
            "4=D",
        ],
    );
    check(
        "a.csv",
        b"id,text\n1,\"No,\" he said\n2,B\n",
        &["!2:8 a cell goes on after", "2=B"],
    );
    check(
        "a.csv",
        b"id,text\n1,A\n2,\"No\n3,C\n",
        &["1=A", "!3:12 a cell opens with"],
    );
    check(
        "a.csv",
        b"id,text\n1,A\xff\xc3\xa9\xc3\xa9\n2,B\n",
        &["!2:8 not valid UTF-8", "2=B"],
    );
    check("a.csv", b"id,text\n1,\xe9t\xe9\n2,B\n", &["1=été", "2=B"]);
    check("a.csv", b"id,text\n1,\0\n2,B\n", &["!2:8 NUL bytes", "2=B"]);
    let long = "x".repeat(25_000);
    let file = format!("id,text\n1,A\n2,{long}\n3,C\n4,\"{long}\n5,E");
    check(
        "a.csv",
        file.as_bytes(),
        &[
            "1=A",
            "!3:12 larger than 10000 bytes",
            "3=C",
            "!5:25019 a cell opens with",
        ],
    );
    let wide = format!("id,text\n{}\n1,A\n", ",".repeat(9_000) + &",".repeat(9_000));
    check("a.csv", wide.as_bytes(), &["!2:8 larger than", "1=A"]);
}

#[test]
fn csv_in_utf16() {
    let bytes: Vec<u8> = "\u{feff}id\ttext\n1\tété\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let document = one(documents_in("a.tsv", &bytes));
    assert_eq!(
        (document.text.as_str(), document.origin.encoding.as_str()),
        ("été", "UTF-16LE")
    );
}

#[test]
fn parquet_rows() {
    let bytes = parquet(vec![
        (
            "id",
            Arc::new(Int64Array::from(vec![Some(1), None])) as ArrayRef,
        ),
        ("text", strings(&[Some("A"), Some("B")])),
        (
            "published_at",
            Arc::new(TimestampSecondArray::from(vec![1_544_400_000, 0]).with_timezone("UTC")),
        ),
        ("score", Arc::new(Int64Array::from(vec![3, 4]))),
    ]);
    let records = documents_in("a.parquet", &bytes);
    assert_eq!(brief(&records), ["1=A", "a.parquet#2=B"]);
    let first = records[0].as_ref().unwrap();
    assert_eq!(first.published_at.as_deref(), Some("2018-12-10T00:00:00Z"));
    assert_eq!(json!(first.meta), json!({"score": 3}));
    let many: Vec<String> = (0..1_000).map(|n| format!("text {n}")).collect();
    let many: Vec<_> = many.iter().map(|text| Some(text.as_str())).collect();
    let records = documents_in("a.parquet", &parquet(vec![("text", strings(&many))]));
    assert_eq!(
        (records.len(), brief(&records)[999].as_str()),
        (1_000, "a.parquet#1000=text 999")
    );
}

#[test]
fn bad_parquet() {
    check("a.parquet", b"", &["!-:- not readable as Parquet"]);
    check(
        "a.parquet",
        b"PAR1 nothing PAR1",
        &["!-:- not readable as Parquet"],
    );
    check("a.parquet.gz", b"", &["!-:- a packed Parquet file"]);
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    check(
        "a.parquet",
        &parquet(vec![("text", numbers.clone())]),
        &["!-:- the column `text` is of type Int64"],
    );
    check(
        "a.parquet",
        &parquet(vec![("body", numbers)]),
        &["!1:- no column `text`; the columns are `body`"],
    );
    check(
        "a.parquet",
        &parquet(vec![("text", strings(&[]))]),
        &["!-:- no rows"],
    );
    check(
        "a.parquet",
        &parquet(vec![("text", strings(&[None, Some("B")]))]),
        &["!1:- no column", "a.parquet#2=B"],
    );
}

#[test]
fn packed() {
    check("a.txt.gz", &gzip(b"A"), &["a.txt.gz=A"]);
    check("a.md.zst", &zstd(b"# A"), &["a.md.zst=# A"]);
    let members = [gzip(b"{\"text\": \"A\"}\n"), gzip(b"{\"text\": \"B\"}\n")].concat();
    check(
        "a.jsonl.gz",
        &members,
        &["a.jsonl.gz#1=A", "a.jsonl.gz#2=B"],
    );
    let frames = [zstd(b"id,text\n1,A\n"), zstd(b"2,B\n")].concat();
    check("a.csv.zst", &frames, &["1=A", "2=B"]);
}

#[test]
fn bad_archives() {
    let bomb = vec![b'x'; 1_000_000];
    check("a.txt.zst", &zstd(&bomb), &["!-:- larger than 10000 bytes"]);
    check(
        "a.csv.zst",
        &zstd(&[b"id,text\n1,A\n2,", bomb.as_slice()].concat()),
        &["1=A", "!-:100000 unpacks to more than 100000 bytes"],
    );
    let rows = "{\"text\": \"A\"}\n".repeat(10_000);
    let records = documents_in("a.jsonl.gz", &gzip(rows.as_bytes()));
    assert!(
        records.len() > 2_000 && records.len() < 7_143,
        "{}",
        records.len()
    );
    assert!(
        brief(&records).pop().unwrap().starts_with("!"),
        "{:?}",
        records.last()
    );
    check("a.txt.gz", b"not gzip", &["!-:0 damaged archive"]);
    check("a.txt.zst", b"not zstd", &["!-:0 damaged archive"]);
    check("a.txt.gz", b"", &["!-:"]);
    check("a.txt.zst", b"", &["!-:"]);
    let packed = gzip(b"{\"text\": \"A\"}\n");
    check(
        "a.jsonl.gz",
        &packed[..packed.len() - 4],
        &["a.jsonl.gz#1=A", "!2:14 damaged archive"],
    );
}

#[test]
fn folders_are_walked_in_order() {
    let folder = folder(&[
        ("b/z.txt", b"1"),
        ("b/a.MD", b"2"),
        ("a-b.txt", b"3"),
        (".hidden/x.txt", b"no"),
        (".x.txt", b"no"),
        ("x.pdf", b"no"),
        ("named.txt/in.txt", b"4"),
    ]);
    let expected = ["a-b.txt=3", "b/a.MD=2", "b/z.txt=1", "named.txt/in.txt=4"];
    assert_eq!(brief(&documents(&[path(folder.path())])), expected);
    let twice = [path(folder.path()), path(folder.path())];
    assert_eq!(brief(&documents(&twice)), expected);
}

#[test]
fn order_of_inputs_changes_nothing() {
    let one = folder(&[
        ("a.txt", b"1"),
        ("c.jsonl", b"{\"text\": \"2\"}\n{\"text\": \"3\"}"),
    ]);
    let two = folder(&[("a.txt", b"4"), ("b.txt", b"5"), ("missing.txt", b"")]);
    fs::remove_file(two.path().join("missing.txt")).unwrap();
    let inputs = [
        path(one.path()),
        path(two.path().join("b.txt")),
        path(two.path().join("missing.txt")),
        path(two.path()),
    ];
    let forward = documents(&inputs);
    let backward: Vec<_> = inputs.iter().rev().cloned().collect();
    assert_eq!(forward.len(), 6);
    assert_eq!(forward.iter().filter(|record| record.is_err()).count(), 2);
    assert_eq!(forward, documents(&backward));
}

#[test]
#[cfg(unix)]
fn links() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.txt", b"A"), ("sub/b.txt", b"B")]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("gone"), at("dangling.txt")).unwrap();
    symlink(at("gone"), at(".#lock.txt")).unwrap();
    symlink(at("gone"), at("current")).unwrap();
    symlink(folder.path(), at("sub/loop")).unwrap();
    symlink(at("self.txt"), at("self.txt")).unwrap();
    symlink(at("a.txt"), at("linked.txt")).unwrap();
    let found = brief(&documents(&[path(folder.path())]));
    let expected = [
        "a.txt=A",
        "!-:- cannot be read: ",
        "linked.txt=A",
        "!-:- cannot be read: ",
        "sub/b.txt=B",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    assert!(
        found
            .iter()
            .zip(expected)
            .all(|(found, expected)| found.starts_with(expected)),
        "{found:#?}"
    );
}

#[test]
fn nothing_readable() {
    let check = |inputs: &[Input], expected: &str| {
        let Err(ReadError::NoInput(cause)) = read::documents(inputs, &OPTIONS) else {
            panic!("{inputs:?} was read");
        };
        assert!(cause.contains(expected), "{cause}");
    };
    let folder = folder(&[("x.pdf", b"%"), ("a.json", b"[]"), ("b.json.gz", b"")]);
    check(&[], "none was named");
    check(
        &[path("no/such/file.txt")],
        "no/such/file.txt: cannot be read: No such file",
    );
    check(&[path(folder.path())], "no file of a known kind");
    check(
        &[path(folder.path().join("a.json"))],
        "a.json: JSON is read one object a line; convert",
    );
    check(
        &[path(folder.path().join("b.json.gz"))],
        "JSON is read one object a line",
    );
    check(&[path("no/a.txt"), path("no/b.txt")], "(and 1 more)");
}

#[test]
fn limit_counts_records() {
    let folder = folder(&[("a.txt", b"A"), ("b.txt", b""), ("c.txt", b"C")]);
    let options = ReadOptions {
        limit: Some(2),
        ..OPTIONS
    };
    let records: Vec<_> = read::documents(&[path(folder.path())], &options)
        .unwrap()
        .collect();
    assert_eq!(brief(&records), ["a.txt=A", "!-:- the text is empty"]);
}

#[test]
fn rows_to_label() {
    let records = rows_in(
        "q.jsonl",
        br#"{"text": "A", "quote_id": "q1", "target": "the pact", "context": "Before. A", "n": 1}
{"text": "B", "id": "x", "quote_id": "q2"}
{"text": "C", "target": ""}
{"text": "C", "id": "x", "target": {}}"#,
    );
    let first = records[0].as_ref().unwrap();
    assert_eq!(
        (first.id.as_str(), first.target.as_deref()),
        ("q1", Some("the pact"))
    );
    assert_eq!(first.context.as_deref(), Some("Before. A"));
    assert_eq!(json!(first.meta), json!({"n": 1}));
    let second = records[1].as_ref().unwrap();
    assert_eq!(
        (second.id.as_str(), json!(second.meta)),
        ("x", json!({"quote_id": "q2"}))
    );
    let third = records[2].as_ref().unwrap();
    assert_eq!((third.id.as_str(), &third.target), ("q.jsonl#3", &None));
    assert_eq!(
        records[3].as_ref().unwrap_err().reason,
        "`target` is an object"
    );
    assert_eq!(rows_in("q.csv", b"text\nA\nA\n").len(), 2);
}

#[test]
fn texts_have_no_rows() {
    let folder = folder(&[("a.txt", b"A"), ("b.csv", b"text\nB\n")]);
    let refused = read::rows(&path(folder.path().join("a.txt")), &OPTIONS);
    assert!(
        matches!(refused, Err(ReadError::NoInput(cause)) if cause.contains(".jsonl, .csv, .tsv or .parquet"))
    );
    let records: Vec<_> = read::rows(&path(folder.path()), &OPTIONS)
        .unwrap()
        .collect();
    assert_eq!(records.len(), 1);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    const ENDINGS: [&str; 9] = [
        "txt", "md", "html", "jsonl", "csv", "tsv", "parquet", "csv.gz", "txt.zst",
    ];

    /// Bytes, and texts made of what the formats are sensitive to.
    fn content() -> impl Strategy<Value = Vec<u8>> {
        let token = prop::sample::select(vec![
            "\"",
            "\"\"",
            ",",
            "\t",
            "\n",
            "\r\n",
            "text",
            "id",
            "{\"text\": ",
            "}",
            "[",
            "\\u0000",
            "---",
            "# ",
            "key: ",
            "<p>",
            "</div>",
            "<table>",
            "<meta charset=",
            "gbk",
            "<script>",
            "é",
            "“",
            "\u{feff}",
            "\0",
            " ",
            "x",
        ]);
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            prop::collection::vec(token, 0..60).prop_map(|tokens| tokens.concat().into_bytes()),
        ]
    }

    fn check(ending: &str, bytes: &[u8]) {
        let folder = folder(&[("a.x", bytes)]);
        let file = folder.path().join(format!("a.{ending}"));
        fs::rename(folder.path().join("a.x"), &file).unwrap();
        let records = documents(&[path(&file)]);
        assert!(!records.is_empty());
        for document in records.into_iter().flatten() {
            assert!(!document.text.trim().is_empty() && !document.id.is_empty());
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_drops_no_file(ending in prop::sample::select(&ENDINGS), bytes in content()) {
            check(ending, &bytes);
            check("csv.zst", &zstd(&bytes));
        }

        #[test]
        fn damaged_parquet(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = parquet(vec![("text", strings(&[Some("A"), None, Some("B")]))]);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            check("parquet", &bytes);
        }
    }
}
