import DropoutTraining

/// The list of all reproductions.
package enum ReproductionList {
  /// All reproductions in the order in which they are shown.
  package static let all: [any Reproduction] = [
    CourseNotebookReproduction(), Thread49593Reproduction(), KingmaVarianceReproduction(),
    WagerReproduction(),
    SrivastavaTable2(), SrivastavaTable9(), SrivastavaFigure9(), SrivastavaFigure10(),
    SrivastavaFigure11(), SrivastavaTable10(), GrahamRandomWalks(),
  ]

  /// The reproduction with this name.
  ///
  /// - Throws: ``ReproductionError/unknown(name:suggestion:)``.
  package static func find(_ name: String) throws(ReproductionError) -> any Reproduction {
    if let found = all.first(where: { $0.identity.name == name }) { return found }
    throw .unknown(name: name, suggestion: suggestion(for: name))
  }

  private static func suggestion(for name: String) -> String? {
    let names = all.map(\.identity.name) + ["list"]
    // If only one name begins with the text, it was probably meant.
    let begun = names.filter { !name.isEmpty && $0.hasPrefix(name) }
    if begun.count == 1 { return begun[0] }
    let near = names.map { (name: $0, distance: Suggestion.editDistance(name, $0)) }
      .filter { $0.distance <= max(1, $0.name.count / 3) }
    return near.min { $0.distance < $1.distance }?.name
  }
}
