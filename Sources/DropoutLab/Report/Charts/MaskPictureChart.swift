import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// The mask matrices themselves: noise, stripes or a still picture.
struct MaskPictureChart {
  let context: ReportContext

  private static let greatestUnits = 64
  private static let greatestExamples = 96

  /// One row of pictures per policy; empty without pictures.
  var markup: Markup {
    let rows = context.content.maskPictures.filter { $0.units > 0 && $0.examples > 0 }.map(row)
    return rows.isEmpty ? .empty : "<div class=\"mask-rows\">\(rows)</div>"
  }

  private func row(_ picture: ReportContent.MaskPicture) -> Markup {
    let whole = zip(picture.steps, picture.masks).filter {
      $0.1.count == picture.units * picture.examples
    }
    let panels = whole.enumerated().map { index, shown -> Markup in
      let previous = index > 0 ? whole[index - 1].1 : nil
      return panel(picture, step: shown.0, mask: shown.1, previous: previous)
    }
    return """
      <figure class="mask-row s\(context.slot(of: picture.arm))">\
      <figcaption><h3>\(context.name(picture.arm))</h3>\
      <p>\(Self.caption(picture))</p></figcaption>\
      <div class="mask-panels">\(panels)</div></figure>\n
      """
  }

  private func panel(
    _ picture: ReportContent.MaskPicture, step: Int, mask: [UInt8], previous: [UInt8]?
  ) -> Markup {
    let units = min(picture.units, Self.greatestUnits)
    let examples = min(picture.examples, Self.greatestExamples)
    let kept = mask.count { $0 != 0 }
    let keptText =
      "\(NumberText.fixed(100 * Double(kept) / Double(mask.count), decimals: 0))\u{A0}% kept"
    var text = keptText
    if let previous {
      let changed = zip(mask, previous).count { ($0 != 0) != ($1 != 0) }
      let share = NumberText.fixed(100 * Double(changed) / Double(mask.count), decimals: 0)
      text += changed == 0 ? ", none changed" : ", \(share)\u{A0}% changed"
    }
    let description =
      "\(picture.arm), step \(NumberText.count(step)): \(picture.units) units by "
      + "\(picture.examples) examples, \(text)"
    return """
      <div class="mask-panel"><svg viewBox="0 0 \(examples) \(units)" role="img" \
      aria-label="\(description)"><rect class="dropped" width="\(examples)" height="\(units)"/>\
      <path class="kept" d="\(cells(mask, picture, units: units, examples: examples))"/></svg>\
      <div class="mask-text"><strong>step \(NumberText.count(step))</strong> \(text)</div></div>
      """
  }

  /// Kept cells as strokes along the rows; the dash pattern cuts each stroke into cells.
  private func cells(
    _ mask: [UInt8], _ picture: ReportContent.MaskPicture, units: Int, examples: Int
  ) -> Markup {
    var path = ""
    for unit in 0..<units {
      var example = 0
      while example < examples {
        let start = example
        while example < examples, mask[unit * picture.examples + example] != 0 { example += 1 }
        if example > start { path += "M\(start).07 \(unit).5h\(example - start - 1).86" }
        example += 1
      }
    }
    return Markup(raw: path)
  }

  /// What a picture shows, in words, and whether it happens to drop nothing.
  static func caption(_ picture: ReportContent.MaskPicture) -> String {
    let isEmpty = picture.policy.drops && !picture.masks.joined().contains(0)
    return caption(picture.policy)
      + (isEmpty ? " What is shown here happens to drop nothing." : "")
  }

  /// What pictures of a policy show, in words.
  static func caption(_ policy: MaskPolicy) -> String {
    switch (policy.sharing, policy.renewal) {
    case (nil, _): "Nothing is dropped: every unit sees every example."
    case (.perExample?, .everyStep):
      "Noise: each example (a column) drops its own units, and every step draws a new picture."
    case (.perBatch?, .everyStep):
      "Stripes: a dropped unit (a row) is missing for the whole batch; every step draws new stripes."
    case (.perGroup(let size)?, .everyStep):
      "Short stripes: \(NumberText.count(size)) neighbouring examples share a mask; every step draws new ones."
    case (.perExample?, .frozen):
      "A still picture of noise: each place in the batch keeps one thinned network for ever."
    case (.perBatch?, .frozen):
      "Still stripes: one thinned network for ever. The dropped units never learn, yet take part "
        + "in testing with their initial weights."
    case (.perGroup(let size)?, .frozen):
      "Still short stripes: each group of \(NumberText.count(size)) keeps one thinned network for ever."
    case (let sharing?, .every(let steps)):
      "\(pattern(sharing)) that stay for \(NumberText.count(steps)) steps, then change."
    case (let sharing?, .perEpoch): "\(pattern(sharing)) that change once an epoch."
    }
  }

  private static func pattern(_ sharing: MaskPolicy.Sharing) -> String {
    switch sharing {
    case .perExample: "Patterns of noise, one column an example,"
    case .perGroup(let size): "Short stripes, \(NumberText.count(size)) examples wide,"
    case .perBatch: "Stripes across the whole batch"
    }
  }
}
