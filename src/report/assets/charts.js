// Charts on axes, drawn by uPlot in the colours of the page; each has its figures as a table beside it.

const drawn = new Set();

/** The colour that the page's style gives a class. */
function colour(name) {
  const probe = h("span", { class: `ink-${name}`, hidden: true });
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * A figure: title, chart, words, and a table of what it shows. `make(width)` gives uPlot's options and
 * data; it is asked again when the colours or the width change.
 */
function chart(title, words, figures, make) {
  const canvas = h("div", { class: "canvas", role: "img", "aria-label": `${title}. ${words}` });
  const figure = h("figure", { class: "card" },
    h("figcaption", {}, h("h3", {}, title), h("p", { class: "quiet" }, words)),
    canvas,
    h("details", {}, h("summary", {}, "Figures"), figures));
  let plot = null;
  const draw = () => {
    const width = canvas.clientWidth;
    if (!width) return;
    plot?.destroy();
    const [options, data] = make(width);
    plot = new uPlot({ width, height: 260, legend: { show: false }, ...options }, data, canvas);
  };
  drawn.add(draw);
  let last = 0;
  new ResizeObserver(() => {
    if (canvas.clientWidth !== last) {
      last = canvas.clientWidth;
      draw();
    }
  }).observe(canvas);
  return figure;
}

const redraw = () => drawn.forEach((draw) => draw());

function axis(label, values) {
  return {
    label, values, labelSize: 22, font: "12px system-ui", labelFont: "12px system-ui", size: 44,
    stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 },
    ticks: { stroke: colour("line"), width: 1 },
  };
}

const share = (plot, ticks) => ticks.map((tick) => percent(tick));

/** Two shares against each other: `points` of `{x, y, low, high}`, and maybe the diagonal. */
function shares(points, { xLabel, yLabel, diagonal, line, ink }) {
  const whiskers = {
    hooks: {
      draw: [(plot) => {
        const { ctx } = plot;
        ctx.save();
        ctx.strokeStyle = colour(ink);
        ctx.lineWidth = devicePixelRatio;
        const at = (x, y) => [plot.valToPos(x, "x", true), plot.valToPos(y, "y", true)];
        for (const { x, low, high } of points.filter((point) => point.low !== undefined)) {
          ctx.beginPath();
          ctx.moveTo(...at(x, low));
          ctx.lineTo(...at(x, high));
          ctx.stroke();
        }
        if (diagonal) {
          ctx.strokeStyle = colour("quiet");
          ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
          ctx.beginPath();
          ctx.moveTo(...at(0, 0));
          ctx.lineTo(...at(1, 1));
          ctx.stroke();
        }
        ctx.restore();
      }],
    },
  };
  const options = {
    scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1] } },
    axes: [axis(xLabel, share), { ...axis(yLabel, share), size: 58 }],
    cursor: { drag: { x: false, y: false } },
    series: [{}, {
      stroke: colour(ink), width: 2, fill: null, paths: line ? undefined : () => null,
      points: { show: true, size: line ? 5 : 9, fill: colour(ink), stroke: colour(ink) },
    }],
    plugins: [whiskers],
  };
  return [options, [points.map(({ x }) => x), points.map(({ y }) => y)]];
}

/** Counts by period, one stretch of a column a class. */
function columns(periods, unit) {
  const classes = [...STANCES, ...WITHOUT];
  // Drawn back to front: the first series is the sum of all, the last its lowest stretch.
  const sums = classes.map((_, index) => periods.map(({ counts }) => (
    counts.slice(0, index + 1).reduce((sum, number) => sum + number, 0)))).reverse();
  const seconds = { day: 86400, month: 2629746, year: 31556952 }[unit];
  const starts = periods.map(({ start }) => start);
  const bars = uPlot.paths.bars({ size: [0.8, 48], align: 0 });
  const year = (plot, ticks) => ticks.map((tick) => new Date(tick * 1000).getUTCFullYear());
  const options = {
    tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
    scales: {
      x: { time: true, range: (plot, from, to) => [from - seconds, to + seconds] },
      y: { range: (plot, from, to) => [0, Math.max(1, to * 1.05)] },
    },
    axes: [
      { ...axis(""), labelSize: 0, ...(unit === "year" ? { values: year } : {}) },
      axis("quotes", (plot, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? count(tick) : ""))),
    ],
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    series: [{}, ...classes.toReversed().map((label) => ({
      paths: bars, points: { show: false }, width: 0, stroke: colour(label), fill: colour(label),
    }))],
  };
  return [options, [starts, ...sums]];
}
