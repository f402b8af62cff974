import DropoutFigures

/// What is needed to repeat the comparison: command, plan, data and version.
struct RepeatSection {
  let context: ReportContext

  var markup: Markup {
    let content = context.content
    return """
      <dl class="facts"><dt>data</dt><dd>\(content.dataDescription)</dd>\
      <dt>training</dt><dd>\(content.trainingDescription)</dd>\
      <dt>engine</dt><dd>\(content.engineVersion)</dd></dl>
      <h3 id="command-label">Command</h3>
      <div class="code"><pre id="command" tabindex="0" aria-labelledby="command-label">\
      \(content.command)</pre><button type="button" class="copy" data-copy="command" hidden="hidden">\
      copy</button></div>
      <h3 id="plan-label">Plan, as resolved</h3>
      <div class="code"><pre id="plan" tabindex="0" aria-labelledby="plan-label">\
      \(content.planText)</pre><button type="button" class="copy" data-copy="plan" hidden="hidden">\
      copy</button></div>
      """
  }
}
