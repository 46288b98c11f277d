// Every word of the page in both languages: [中文, English]. `{name}` is filled in.

const WORDS = {
  title: ["计划指标", "Plan indicators"],
  subtitle: ["各级政府报告中的目标与完成", "Targets and outturns in government reports"],
  skip: ["跳到正文", "Skip to the content"],
  views: ["视图", "Views"],
  overview: ["总览", "Overview"],
  places_by_indicator: ["地区 × 指标", "Places × indicators"],
  one_place: ["单个地区", "One place"],
  one_series: ["单项指标", "One indicator"],
  contradictions: ["矛盾", "Contradictions"],
  files: ["隔离文件", "Files set aside"],
  language: ["English", "中文"],
  language_code: ["zh-CN", "en"],
  language_other: ["en", "zh"],
  search: ["查找指标或地区", "Search indicators and places"],
  search_hint: ["汉字、英文、拼音首字母", "Chinese, English or pinyin initials"],
  search_none: ["没有匹配项", "Nothing matches"],
  search_found: ["{n} 项匹配", "Matches: {n}"],
  kind_indicator: ["指标", "Indicator"],
  kind_place: ["地区", "Place"],
  kind_own: ["仅一地", "One place only"],
  main: ["主要指标", "Main indicators"],
  shared: ["其他多地指标", "Others of several places"],
  footer: [
    "每个数字都取自报告原文；点击数字查看原句。页面不访问网络。",
    "Every figure is taken from a report; select it to read its sentence. The page asks no network for anything.",
  ],
  made: ["制作于 {date}，版本 {version}", "Made on {date}, version {version}"],
  loading: ["读取中…", "Loading…"],
  chunk_missing: [
    "数据文件缺失，或已被新版本替换。请重新打开页面。",
    "A data file is missing or belongs to another version. Open the page again.",
  ],
  not_found: ["此地址所指的内容不在本仓库中。", "What this address names is not in this warehouse."],
  colon: ["{label}：{text}", "{label}: {text}"],
  with_count: ["{name}（{n}）", "{name} ({n})"],
  nothing: ["没有内容。", "Nothing here."],

  // What is measured.
  indicator: ["指标", "Indicator"],
  place: ["地区", "Place"],
  period: ["时期", "Period"],
  year: ["年份", "Year"],
  measure: ["度量", "Measure"],
  unit: ["单位", "Unit"],
  level_of_places: ["层级", "Level"],
  within: ["所属", "Within"],
  everywhere: ["全部", "All"],
  measure_level: ["水平", "Level"],
  measure_growth: ["增速", "Growth"],
  measure_rank: ["位次", "Rank"],
  measure_difference: ["差值", "Difference"],
  status_actual: ["完成", "Outturn"],
  status_target: ["目标", "Target"],
  level_country: ["全国", "Country"],
  level_province: ["省级", "Provinces"],
  level_city: ["市级", "Cities"],
  level_county: ["县级", "Counties"],
  level_area: ["其他区域", "Other areas"],
  level_unknown: ["地区不明", "Place not known"],
  bound_approx: ["约 {v}", "≈ {v}"],
  bound_min: ["≥ {v}", "≥ {v}"],
  bound_max: ["≤ {v}", "≤ {v}"],
  bound_word_exact: ["确数", "exact"],
  bound_word_approx: ["左右", "about"],
  bound_word_min: ["以上", "at least"],
  bound_word_max: ["以内", "at most"],
  bound_word_range: ["区间", "range"],
  estimate: ["预计", "est."],
  several: ["同一报告另有其他数值", "the same report also gives another value"],
  kind_plan_report: ["计划报告", "Plan report"],
  kind_work_report: ["政府工作报告", "Work report"],
  kind_communique: ["统计公报", "Statistical communiqué"],
  kind_half_year: ["半年报告", "Half-year report"],
  kind_other: ["其他报告", "Other report"],
  kind_unknown: ["种类不明", "Kind not known"],

  // How targets came out.
  target: ["目标", "Target"],
  bound: ["界限", "Bound"],
  outturn: ["完成", "Outturn"],
  result: ["结果", "Result"],
  rank: ["位次", "Rank"],
  gap: ["与目标差", "Less target"],
  nation_gap: ["与全国差", "Gap to nation"],
  before: ["上年完成", "Year before"],
  binding: ["约束类型", "Binding"],
  implied: ["推算", "implied"],
  changed: ["目标由 {v} 调整", "changed from {v}"],
  result_met: ["达到", "met"],
  result_about: ["基本达到", "about"],
  result_missed: ["未达到", "missed"],
  result_not_comparable: ["无法比较", "cannot be compared"],
  result_silent: ["报告未提及", "report is silent"],
  result_absent: ["下一份报告不在库中", "next report not here"],
  result_later: ["尚待下一份报告", "due later"],
  why_silent: ["{year} 年报告在库中，但未提及此数", "the report of {year} is here and does not state it"],
  why_absent: ["{year} 年报告不在库中", "the report of {year} is not here"],
  why_later: ["应见于 {year} 年报告，尚未到期", "due with the report of {year}"],
  cell_silent: ["未提及", "not stated"],
  cell_absent: ["无报告", "no report"],
  cell_later: ["待报", "due later"],

  // Tables.
  csv: ["下载 CSV", "Download CSV"],
  rows: ["{n} 行", "Rows: {n}"],
  show_all: ["显示全部 {n} 行", "Show all {n} rows"],
  filter: ["筛选", "Filter"],
  ascending: ["升序", "ascending"],
  descending: ["降序", "descending"],
  value: ["数值", "Value"],
  upper: ["上限", "Upper end"],
  report: ["报告", "Report"],
  report_year: ["报告年份", "Report of"],
  file: ["文件", "File"],
  reason: ["原因", "Reason"],
  kind: ["种类", "Kind"],
  status: ["状态", "Status"],
  sentence_id: ["出处编号", "Figure id"],
  target_figure: ["目标出处", "Target figure"],
  outturn_figure: ["完成出处", "Outturn figure"],

  // Overview.
  overview_lead: [
    "仓库现有 {reports} 份报告，涉及 {places} 个地区、{years}。",
    "{reports} reports of {places} places, {years}.",
  ],
  how_to_read: ["如何阅读", "How to read this"],
  read_1: [
    "报告年份是发布年份：2026 年报告讲 2025 年完成情况和 2026 年目标。",
    "A report's year is that of its issue: the report of 2026 tells how 2025 went and what is aimed at in 2026.",
  ],
  read_2: [
    "界限照报告原文：“约”为左右，“≥”为以上，“≤”为以内。结果按目标的界限判断；“基本达到”表示在“左右”的容许范围内。",
    "Bounds are the report's own: ≈ for 左右, ≥ for 以上, ≤ for 以内. Results follow the target's bound; “about” means within what 左右 allows.",
  ],
  read_3: [
    "没有数字的地方写明原因：报告未提及、报告不在库中，或尚未到期。",
    "Where there is no figure the page says why: the report is silent, the report is not here, or it is due later.",
  ],
  read_4: [
    "点击任何数字可见报告原句，该数字在句中标出。",
    "Select any figure to read its sentence, with the figure marked in it.",
  ],
  count_reports: ["报告", "Reports"],
  count_observations: ["观测值", "Observations"],
  count_indicators: ["指标名称", "Names of indicators"],
  count_unexplained: ["未解释的数字", "Numbers not explained"],
  count_confidence: ["平均置信度", "Mean confidence"],
  count_contradictions: ["矛盾", "Contradictions"],
  count_set_aside: ["隔离文件", "Files set aside"],
  of_numbers: ["占 {n} 个数字的 {share}", "{share} of {n} numbers"],
  shared_of: ["其中 {n} 个为多地或已登记", "{n} of them shared or registered"],
  reports_by_place: ["各地区各年份的报告", "Reports by place and year"],
  reports_missing: ["缺少年份", "Missing"],
  report_here: ["有", "here"],
  report_not_here: ["缺", "missing"],
  grid_legend: [
    "● 有报告（数字为份数）；空格：该年报告不在库中。",
    "● the report is here (a number: several); empty: the report of that year is not here.",
  ],
  coverage: [
    "{here} 个地区有报告，同级另有 {absent} 个没有",
    "{here} places report; {absent} others of this level do not",
  ],
  figures_count: ["观测值", "Observations"],
  results_by_year: ["目标结果", "How targets came out"],
  results_note: [
    "仅按年度目标；每格都计入，包括没有结果的。",
    "Targets of single years; all are counted, also those without a result.",
  ],
  targets: ["目标数", "Targets"],
  only_reporting: ["仅列有报告的地区", "Only places that report"],

  // Places × indicators.
  compare_summary: [
    "{total} 个地区：{stated} 个载明，{silent} 个未提及，{absent} 个无报告，{later} 个待报",
    "{total} places: {stated} stated, {silent} not stated, {absent} without the report, {later} due later",
  ],
  summary_implied: ["（另有 {n} 个由差距推算）", " ({n} of them implied by a gap)"],
  all_panels: ["显示全部 {n} 幅", "Show all {n} panels"],
  chart: ["图", "Chart"],
  bars_label: ["{place}：完成 {outturn}，目标 {target}", "{place}: outturn {outturn}, target {target}"],
  over_years: ["各年走势", "Over the years"],
  multiples_note: [
    "各图同轴；缺年处断开。● 完成，◇ 目标。",
    "All panels share their axes; lines break where a year is missing. ● outturn, ◇ target.",
  ],
  bars_note: [
    "条形为完成，颜色随结果；竖线为目标，浅色为目标的区间或方向；虚线为全国。",
    "Bars are outturns, coloured by their results. Upright marks are targets, pale bands their ranges or the side on which they are met. The dashed line is the nation.",
  ],
  nation: ["全国", "Nation"],
  definition_differs: [
    "此名称未登记，各地口径可能不同。",
    "This name is not registered; places may define it differently.",
  ],
  definition: ["定义", "Definition"],
  also_called: ["又称", "Also"],

  // One place.
  choose_place: ["地区", "Place"],
  reports_of_place: ["报告", "Reports"],
  scoreboard: ["目标记分表", "Scoreboard of targets"],
  scoreboard_note: ["每格上为完成，下为目标。", "In each cell the outturn stands above the target."],
  plan_ahead: ["今后目标", "Plan for the years ahead"],
  plan_ahead_note: [
    "跨年目标及所需进度；本年目标附后。",
    "Targets of later years and spans with the pace they need, and those of the year at hand.",
  ],
  stands_at: ["现状", "Stands at"],
  needed_per_year: ["每年需增", "Needed a year"],
  needed_growth: ["年均需增 %", "Needed growth, %"],
  year_target: ["本年目标", "This year's target"],
  all_figures: ["全部数字", "All figures"],
  all_figures_note: ["每个序列的最新完成与目标。", "The latest outturn and target of each series."],
  latest_outturn: ["最新完成", "Latest outturn"],
  latest_target: ["最新目标", "Latest target"],
  only_shared: ["仅登记或多地共有的指标", "Registered or shared indicators only"],
  no_report_of_place: [
    "库中没有该地区的报告；以下数字见于其他报告。",
    "No report of this place is here; figures below are from other reports.",
  ],

  // One indicator in one place.
  series_of: ["{indicator} · {place}", "{indicator} · {place}"],
  by_period: ["各时期", "By period"],
  vintages: ["各报告给出的数据版本", "What each report said: vintages"],
  vintages_note: [
    "同一时期在不同报告中的数值；修订为与前一报告之差。",
    "The value of a period as each report gave it; a revision is the change from the report before.",
  ],
  revision: ["修订", "Revision"],
  use: ["取舍", "Use"],
  latest: ["采用", "in use"],
  superseded: ["已被取代", "superseded"],
  other_places: ["各地对比", "All places"],
  series_chart: ["{indicator}，{place}，{measure}（{unit}）", "{indicator}, {place}, {measure} ({unit})"],
  series_note: [
    "● 完成，◇ 目标；浅色带为目标的区间或方向；空心点为后来修订的早期数值。",
    "● outturn, ◇ target. Pale bands are the ranges of targets, or the side on which they are met. Hollow points are earlier values that were revised.",
  ],

  // Contradictions and files.
  contradictions_lead: [
    "报告内部或报告之间互相矛盾的数字。差值为后者减前者。",
    "Figures that contradict each other, within a report or between reports. The difference is the second less the first.",
  ],
  no_contradictions: ["没有发现矛盾。", "No contradictions were found."],
  first: ["前者", "First"],
  second: ["后者", "Second"],
  difference: ["差值", "Difference"],
  discrepancy_within_report: ["报告内不一致", "within a report"],
  discrepancy_revision: ["报告间修订", "revision"],
  discrepancy_implied: ["与推算不符", "against what is implied"],
  discrepancy_growth_against_levels: ["增速与水平不符", "growth against levels"],
  discrepancy_magnitude: ["数量级可疑", "magnitude"],
  discrepancy_more_than_the_population: ["超过人口", "more than the population"],
  discrepancy_list_misaligned: ["列举错位", "list misaligned"],
  files_lead: ["未能读取、未计入任何数字的文件。", "Files that could not be read; nothing of them is counted."],
  no_files: ["所有文件都已读取。", "Every file was read."],

  // A figure in its sentence.
  sentence: ["原句", "Sentence"],
  back: ["返回", "Back"],
  section: ["章节", "Section"],
  written: ["原文名称", "Written as"],
  base: ["对比基准", "Against"],
  confidence: ["置信度", "Confidence"],
  flags: ["标记", "Flags"],
  same_sentence: ["本句其他数字", "Other figures of this sentence"],
  figure_missing: ["此编号的数字不在本仓库中。", "No figure of this id is in this warehouse."],
  published_on: ["发布于 {date}", "published on {date}"],
  trace_hint: ["命令行：indicators trace {id}", "On the command line: indicators trace {id}"],
};

let place = 0;

// The language that words are shown in: "zh" or "en".
export function language() {
  return place ? "en" : "zh";
}

export function setLanguage(name) {
  place = name === "en" ? 1 : 0;
}

// A word of the page; the names in braces are replaced by the values.
export function t(key, values = {}) {
  const pair = WORDS[key];
  if (!pair) return key;
  return pair[place].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A label and what it is the label of.
export function labelled(label, text = "") {
  return t("colon", { label, text });
}

// The word for a code of the data, such as a kind of report; a code that has none stands for itself.
export function word(prefix, code) {
  return code === null || code === undefined
    ? ""
    : `${prefix}_${code}` in WORDS
      ? t(`${prefix}_${code}`)
      : String(code);
}
