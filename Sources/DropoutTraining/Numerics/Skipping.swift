private import Foundation

/// How products are computed: over survivors where that saves work, or every term.
enum Skipping {
  /// `DROPOUT_SKIP=off` computes every term, for tests; the bits are the same until a run diverges, when
  /// 0 · ∞ would be NaN. Otherwise the choice follows the data alone, so it is the same on every machine.
  static let isOn = ProcessInfo.processInfo.environment["DROPOUT_SKIP"] != "off"
}
