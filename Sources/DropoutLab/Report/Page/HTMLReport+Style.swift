import DropoutFigures

/// The page's style sheet.
extension HTMLReport {
  /// Colours by mode, then the parts in the page's order.
  static var style: String {
    """
    :root{\(lightColours)}
    @media (prefers-color-scheme:dark){:root{\(darkColours)}}
    :root[data-theme="light"]{\(lightColours)}
    :root[data-theme="dark"]{\(darkColours)}
    \(Palette.rules)
    \(textRules)
    \(tableRules)
    \(verdictRules)
    \(chartRules)
    \(pictureRules)
    \(mediaRules)
    @media print{:root,:root[data-theme]{\(lightColours)}\(printRules)}
    """
  }

  private static var lightColours: String {
    "color-scheme:light;--ground:\(Palette.lightGround);--raised:#fff;--sunken:#f3f1ea;"
      + "--ink:#1d2025;--soft:#5b6068;--line:#dedbd2;--strong:#b9b5a9;--accent:#005b94;"
      + "--good:#00694c;--good-ground:#e2f3ec;--open:#6b5200;--open-ground:#f8efd4;"
      + "--same-ground:#ececea;--warn:#b3261e;--cell:#e9e6dd;"
      + "--c0:#d1690a;--c1:#0069b4;--c2:#00825f;--c3:#a8488a;--c4:#8a6500;--c5:#2b8cc4;"
      + "--c6:#7d2348;--c7:#55585d;" + Palette.declarations(Palette.light)
  }

  private static var darkColours: String {
    "color-scheme:dark;--ground:\(Palette.darkGround);--raised:#1b1f25;--sunken:#20252c;"
      + "--ink:#e9e7e2;--soft:#a7adb6;--line:#2f353d;--strong:#4b535e;--accent:#7cc0f5;"
      + "--good:#7fe0bd;--good-ground:#12352b;--open:#f0d68a;--open-ground:#3a3115;"
      + "--same-ground:#2a2f36;--warn:#ff9b8f;--cell:#262b32;"
      + "--c0:#ff9a4d;--c1:#5cb2f2;--c2:#2ec79b;--c3:#e38cc4;--c4:#eec044;--c5:#9fdcfa;"
      + "--c6:#df7399;--c7:#c3c8ce;" + Palette.declarations(Palette.dark)
  }

  private static let textRules = """
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,\
    "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
    header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2.5rem}
    h1,h2{font-family:Charter,"Iowan Old Style","Palatino Linotype",Palatino,Georgia,serif;\
    font-weight:600;line-height:1.2;text-wrap:balance}
    h1{font-size:clamp(1.7rem,4.5vw,2.5rem);margin:0}
    h2{font-size:1.55rem;margin:0 0 .9rem}
    h3{font-size:1.02rem;margin:1.5rem 0 .6rem}
    h4{font-size:.95rem;margin:0;font-weight:600}
    p{margin:.4rem 0 .9rem}
    section{padding:2rem 0 1.4rem;border-top:1px solid var(--line);scroll-margin-top:2.6rem}
    main>section:first-child{border-top:0;padding-top:1.4rem}
    .title{display:flex;gap:1rem;align-items:flex-start;justify-content:space-between}
    .question{font-size:1.2rem;max-width:46rem;margin:.7rem 0 .8rem}
    .design,.note{color:var(--soft);font-size:.92rem;max-width:60rem;overflow-wrap:anywhere}
    .design b{color:var(--ink)}
    .prose p,.prose li,.lead,figcaption{max-width:46rem}
    .lead,figcaption{color:var(--soft);font-size:.95rem}
    figcaption h3,figcaption h4{color:var(--ink)}
    nav{position:sticky;top:0;z-index:5;background:var(--ground);border-bottom:1px solid var(--line);\
    margin-top:1rem}
    nav ul{display:flex;gap:.2rem 1.15rem;list-style:none;max-width:72rem;margin:0 auto;\
    padding:.45rem 1.25rem;overflow-x:auto;font-size:.9rem;white-space:nowrap}
    nav a{color:var(--soft);text-decoration:none;padding:.15rem 0}
    nav a:hover,nav a:focus-visible{color:var(--accent);text-decoration:underline}
    button{font:inherit;font-size:.85rem;color:var(--ink);background:var(--raised);\
    border:1px solid var(--strong);border-radius:.4rem;padding:.25rem .7rem;cursor:pointer}
    #theme{white-space:nowrap}
    button:hover{border-color:var(--accent)}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .skip{position:absolute;left:-100rem}
    .skip:focus{left:1rem;top:.5rem;z-index:9;background:var(--raised);padding:.4rem .8rem}
    .hidden{position:absolute}
    footer{color:var(--soft);font-size:.85rem;padding-bottom:2rem;border-top:1px solid var(--line);\
    margin-top:1rem}
    summary{cursor:pointer;color:var(--accent);font-size:.95rem;padding:.3rem 0}
    .policy{display:inline-flex;align-items:baseline;gap:.35em;max-width:100%}
    .policy .name{color:var(--ink);font-weight:600;overflow-wrap:anywhere}
    .part{white-space:nowrap}
    .mark{flex:none;align-self:center;overflow:visible}
    .minus,.against{color:var(--soft);font-weight:400;padding:0 .15em}
    .warn{color:var(--warn);font-weight:600}
    .range{color:var(--soft);font-weight:400}
    .caution{border-left:4px solid var(--warn);background:var(--sunken);padding:.5rem .8rem}
    .references{padding-left:1.1rem;font-size:.92rem}
    .facts{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1.2rem;margin:0}
    .facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
    .code{position:relative}
    pre{background:var(--sunken);border:1px solid var(--line);border-radius:.5rem;padding:.8rem 1rem;\
    margin:0;overflow-x:auto;font:.86rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,\
    "DejaVu Sans Mono",monospace}
    .copy{position:absolute;top:.45rem;right:.5rem}
    #tip{position:fixed;z-index:9;left:0;top:0;pointer-events:none;max-width:20rem;\
    background:var(--ink);color:var(--ground);border-radius:.4rem;padding:.35rem .6rem;\
    font-size:.84rem;line-height:1.4;box-shadow:0 2px 10px #0004;white-space:pre-line}
    """

  private static let tableRules = """
    .scroll{overflow-x:auto;margin:.4rem 0 1rem}
    table{border-collapse:collapse;font-size:.9rem;width:100%}
    .caption{color:var(--soft);font-size:.88rem;margin:.6rem 0 .1rem}
    th,td{padding:.42rem .7rem;text-align:right;white-space:nowrap;\
    border-bottom:1px solid var(--line);vertical-align:baseline}
    th:first-child,td:first-child{text-align:left;padding-left:0}
    thead th{color:var(--soft);font-weight:500;border-bottom-color:var(--strong);\
    vertical-align:bottom;white-space:normal}
    tbody th{font-weight:400;max-width:22rem;white-space:normal;min-width:10.5rem}
    thead th .name{font-weight:500}
    tbody tr:hover{background:var(--sunken)}
    abbr{text-decoration:underline dotted;text-underline-offset:.2em;cursor:help}
    .plain thead th{white-space:nowrap}
    .pairs{font-size:.84rem}
    .pairs th,.pairs td{padding:.42rem .5rem}
    .pairs th:first-child{padding-left:0;min-width:9rem}
    .pairs tbody th{white-space:normal}
    .verdict-text.better{color:var(--good);font-weight:600}
    .verdict-text.open{color:var(--open)}
    """

  private static let verdictRules = """
    .verdicts{display:grid;gap:.7rem;margin-bottom:.5rem}
    .verdict{display:grid;grid-template-columns:13.5rem 1fr;gap:.3rem 1.3rem;\
    background:var(--raised);border:1px solid var(--line);border-left:5px solid var(--strong);\
    border-radius:.5rem;padding:.85rem 1.1rem;align-items:start}
    .verdict p{margin:0}
    .verdict h4{font-size:.88rem}
    .verdict h4 .name{font-weight:500;color:var(--soft)}
    .badge{justify-self:start;border-radius:1rem;padding:.12rem .75rem;font-weight:650;\
    font-size:.92rem;overflow-wrap:anywhere;border:1px solid transparent}
    .verdict.better{border-left-color:var(--good)}
    .better>.badge{background:var(--good-ground);color:var(--good);border-color:var(--good)}
    .verdict.open{border-left-color:var(--open)}
    .open>.badge{background:var(--open-ground);color:var(--open);border-color:var(--open);\
    border-style:dashed}
    .same>.badge{background:var(--same-ground);color:var(--ink);border-color:var(--strong)}
    .verdict .sentence{font-size:1.06rem;margin:.15rem 0 .35rem;max-width:46rem}
    .figures{color:var(--soft);font-size:.88rem;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem}
    .figures b{color:var(--ink)}
    """
}
