/// The style of charts and pictures, of narrow screens and of paper.
extension HTMLReport {
  static let chartRules = """
    figure{margin:0 0 1.4rem}
    figcaption{margin-bottom:.7rem}
    svg{display:block;overflow:visible}
    svg text{font-size:12px;fill:var(--soft)}
    .axis-title{font-size:.82rem;color:var(--soft)}
    .grid{stroke:var(--line);stroke-width:1;shape-rendering:crispEdges}
    .zero{stroke:var(--ink);stroke-width:1.5}
    .far{fill:var(--sunken)}
    .cut{color:var(--ink);font-weight:700}
    svg .cut{fill:var(--ink)}
    .lane{display:grid;grid-template-columns:13.5rem minmax(0,1fr) 10.5rem;gap:0 1rem;\
    align-items:center;border-top:1px solid var(--line)}
    .lane-label{font-size:.92rem;padding:.3rem 0;line-height:1.35}
    .lane-note{font-size:.9rem;line-height:1.35}
    .lane-note .range{display:block;white-space:nowrap}
    .lane-draw{grid-column:2;min-width:0}
    .lane-axis .axis-title{text-align:center}
    .interval{stroke:var(--ink);stroke-width:2.4}
    .interval.end{stroke-width:1.6}
    .interval.cut-through{stroke-dasharray:2 3}
    .center{stroke:var(--ink);stroke-width:3.4}
    .hidden-band{fill:var(--strong);fill-opacity:.45}
    .rank{stroke:currentColor;stroke-width:7;stroke-linecap:round;stroke-opacity:.35}
    .dots{fill:none;stroke:currentColor;stroke-width:5;stroke-linecap:round;stroke-opacity:.6;\
    vector-effect:non-scaling-stroke}
    .plot{display:grid;grid-template-columns:3rem minmax(0,1fr);margin-bottom:.3rem}
    .plot>.y-title{grid-column:1/-1;padding-bottom:.35rem}
    .plot>.x-axis,.plot>.x-title{grid-column:2}
    .plot>.x-title{text-align:center}
    .area{position:relative;border-left:1px solid var(--strong);border-bottom:1px solid var(--strong)}
    .stretch{overflow:hidden}
    .stretch path{vector-effect:non-scaling-stroke;fill:none;stroke:currentColor;\
    stroke-linejoin:round}
    .stretch .curve{stroke-width:2.3;stroke-dasharray:var(--dash)}
    .stretch .band{fill:currentColor;stroke:none;fill-opacity:.15}
    .stretch .seed{stroke-width:.8;stroke-opacity:.32}
    .stretch .seed:hover{stroke-width:2;stroke-opacity:1}
    .panel .stretch .curve{stroke-dasharray:none;stroke:var(--ink);stroke-width:1.9}
    .two .stretch .seed.q0{stroke:var(--soft)}
    .two .stretch .curve.q1{stroke-dasharray:5 2.5}
    .line-key{display:inline-block;width:2rem;height:0;vertical-align:middle;\
    border-top:2px solid var(--ink)}
    .line-key.dashed{border-top-style:dashed}
    .multiples{display:grid;gap:1rem 1.2rem;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr))}
    .multiples .plot{grid-template-columns:2.3rem minmax(0,1fr)}
    .multiples h4{margin-bottom:.15rem}
    .multiples svg text{font-size:11px}
    .diagonal{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:5 4}
    .diagonal-label{fill:var(--ink)}
    .side{display:grid;grid-template-columns:minmax(0,1.3fr) minmax(0,1fr);gap:1rem 2.2rem;\
    align-items:start}
    .legend{list-style:none;padding:0;margin:.2rem -.3rem .7rem;display:flex;flex-wrap:wrap;\
    gap:.35rem .55rem;font-size:.9rem}
    .legend li{padding:.1rem .3rem}
    .legend button{font-size:inherit;text-align:left;border-radius:1rem;padding:.08rem .7rem}
    .legend button[aria-pressed="false"]{opacity:.5;text-decoration:line-through}
    [data-s].off{display:none}
    .cross{position:absolute;top:0;bottom:0;width:1px;background:var(--ink);pointer-events:none}
    """

  static let pictureRules = """
    .mask-row{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:.4rem 1.6rem;\
    padding:1rem 0;margin:0;border-top:1px solid var(--line);break-inside:avoid}
    .mask-row h3{margin:0 0 .25rem}
    .mask-row p{margin:0;font-size:.93rem;line-height:1.45}
    .mask-panels{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.8rem 1rem}
    .mask-panel svg{width:100%;height:auto}
    .dropped{fill:var(--cell)}
    .kept{stroke:currentColor;stroke-width:.86;stroke-dasharray:.86 .14;fill:none}
    .mask-text{font-size:.82rem;color:var(--soft);padding-top:.25rem;line-height:1.3}
    .mask-text strong{color:var(--ink);font-weight:600}
    .boundaries{display:grid;gap:1.2rem 1.4rem;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr))}
    .boundaries .panel{margin:0;break-inside:avoid}
    .boundaries figcaption{margin-bottom:.4rem}
    .boundaries figcaption h3{margin:0}
    .boundaries figcaption p{margin:0;font-size:.88rem}
    .boundary{width:100%;height:auto;border:1px solid var(--strong);overflow:hidden;\
    background:var(--raised)}
    .regions path{shape-rendering:crispEdges}
    .v0{fill-opacity:.1}.v1{fill-opacity:.19}.v2{fill-opacity:.28}.v3{fill-opacity:.38}\
    .v4{fill-opacity:.5}
    .c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}
    .c4{fill:var(--c4)}.c5{fill:var(--c5)}.c6{fill:var(--c6)}.c7{fill:var(--c7)}
    .border{fill:none;stroke:var(--ink);stroke-width:1.4;vector-effect:non-scaling-stroke;\
    stroke-linecap:square}
    .point{stroke:var(--raised);stroke-width:.7}
    """

  static let mediaRules = """
    @media (max-width:60rem){.side{grid-template-columns:minmax(0,1fr)}}
    @media (max-width:44rem){
    header,main,footer{padding-left:1rem;padding-right:1rem}
    header{padding-top:1.4rem}
    nav ul{padding-left:1rem;padding-right:1rem}
    section{padding:1.5rem 0 1rem}
    .question{font-size:1.08rem}
    .verdict{grid-template-columns:minmax(0,1fr);padding:.75rem .85rem}
    .lane{grid-template-columns:minmax(0,1fr) auto;padding-top:.35rem}
    .lane-draw{grid-column:1/-1;grid-row:2}
    .lane-label,.lane-note{grid-row:1;padding:0}
    .lane-note{text-align:right}
    .mask-row{grid-template-columns:minmax(0,1fr)}
    .mask-panels{gap:.5rem}
    .kept{stroke-width:1;stroke-dasharray:none}
    .mask-text{font-size:.76rem}
    .mask-text strong{display:block}
    .facts{grid-template-columns:minmax(0,1fr);gap:0}.facts dd{margin-bottom:.5rem}
    tbody th{min-width:8.5rem}
    .axis-title{font-size:.78rem}
    }
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    @media (prefers-contrast:more){:root{--soft:var(--ink);--line:var(--strong)}}
    """

  static let printRules = """
    body{font-size:10.5pt;background:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    header,main,footer{max-width:none;padding-left:0;padding-right:0}
    nav,#theme,.copy,.skip,#tip{display:none!important}
    .legend button{border:0;padding:0;background:none}
    #losses,#masks,.boundaries .panel{break-inside:avoid}
    #boundaries{break-before:page}
    .lead,.caption,.legend{break-after:avoid}
    .mask-row{padding:.5rem 0}
    section{padding:.8rem 0;break-before:auto}
    h2,h3,h4,figcaption{break-after:avoid}
    .verdict,.lane,.lanes,.plot,.panel,.lead,figcaption,tr{break-inside:avoid}
    .lane-axis{break-before:avoid}
    .scroll{overflow:visible}
    table{font-size:8pt}.pairs{font-size:7pt}
    th,td,.pairs th,.pairs td{padding:.25rem .35rem}
    tbody th{min-width:0}
    pre{white-space:pre-wrap;overflow-wrap:anywhere}
    .multiples{grid-template-columns:repeat(3,minmax(0,1fr))}
    .boundaries{display:block}
    .boundaries .panel{display:inline-block;width:31%;margin:0 1% 1rem 0;vertical-align:top}
    details::details-content{content-visibility:visible;display:block;height:auto}
    @page{margin:14mm}
    """
}
