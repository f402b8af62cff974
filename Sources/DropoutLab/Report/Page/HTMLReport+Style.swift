import DropoutFigures

/// The page's style sheet and its script, from the files beside this one.
extension HTMLReport {
  /// Colours by mode, then the rules of `report.css`.
  static var style: String {
    """
    :root{\(lightColours)}
    @media (prefers-color-scheme:dark){:root{\(darkColours)}}
    :root[data-theme="light"]{\(lightColours)}
    :root[data-theme="dark"]{\(darkColours)}
    @media print{:root,:root[data-theme]{\(lightColours)}}
    \(Palette.rules)
    \(String(decoding: PackageResources.report_css, as: UTF8.self))
    """
  }

  /// Mode, hover values, legend switches, the line under the pointer, copying and printing.
  static let script = String(decoding: PackageResources.report_js, as: UTF8.self)

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
}
