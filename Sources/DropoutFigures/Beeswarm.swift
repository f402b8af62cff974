/// Arranges dots along a line, moved sideways as little as possible so that no dot hides another.
package enum Beeswarm {
  /// The distance by which each dot is moved, in the order of `places`; 0 is on the line.
  ///
  /// From left to right each dot takes the free position nearest to the line, so that equal inputs give equal
  /// pictures and equal places make a symmetric column.
  /// - Parameters:
  ///   - places: along the line, in the unit of `diameter`.
  ///   - diameter: the least distance of two dots' centres.
  /// - Complexity: O(n²) in the number of dots that lie close together.
  package static func offsets(_ places: [Double], diameter: Double) -> [Double] {
    let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    var offsets = [Double](repeating: 0, count: places.count)
    var firstNear = 0
    for (rank, dot) in order.enumerated() {
      while firstNear < rank, places[dot] - places[order[firstNear]] >= diameter { firstNear += 1 }
      let near = order[firstNear..<rank]
      offsets[dot] = nearestFree(dot, near: near, places: places, offsets, diameter: diameter)
    }
    return offsets
  }

  private static func nearestFree(
    _ dot: Int, near: ArraySlice<Int>, places: [Double], _ offsets: [Double], diameter: Double
  ) -> Double {
    var candidates = [0.0]
    for other in near {
      let along = places[dot] - places[other]
      let across = (diameter * diameter - along * along).squareRoot()
      candidates.append(offsets[other] + across)
      candidates.append(offsets[other] - across)
    }
    candidates.sort { ($0.magnitude, $0) < ($1.magnitude, $1) }
    let least = diameter * diameter * 0.999_999
    return candidates.first { candidate in
      near.allSatisfy { other in
        let along = places[dot] - places[other]
        let across = candidate - offsets[other]
        return along * along + across * across >= least
      }
    } ?? 0
  }
}
