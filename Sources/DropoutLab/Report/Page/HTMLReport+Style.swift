import DropoutFigures

/// The page's style sheet and its script, from the files beside this one.
extension HTMLReport {
  /// Colours by mode, then the rules of `report.css`.
  static var style: String {
    """
    \(Palette.modes)
    @media print{:root,:root[data-theme]{\(Palette.lightDeclarations)}}
    \(Palette.rules)
    \(String(decoding: PackageResources.report_css, as: UTF8.self))
    """
  }

  /// The script: mode, values and a line under the pointer, legend switches, copying and printing.
  static let script = String(decoding: PackageResources.report_js, as: UTF8.self)
}
