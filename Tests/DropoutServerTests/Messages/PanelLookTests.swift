import DropoutFigures
import DropoutLab
import DropoutTraining
import Testing

@testable import DropoutServer

struct PanelLookTests {
  @Test(arguments: [
    "none", "per-example", "per-group:7", "every:9/per-batch", "per-epoch/per-group:16",
    "frozen/per-batch",
  ])
  func aPanelsFieldsSpellItsPolicy(text: String) throws {
    let policy = try #require(MaskPolicy(text))
    let look = PanelLook(policy, style: ArmStyle([policy.description]), keep: 0.5)
    let renewal = policy.drops ? look.renewal.replacing("K", with: "\(look.every)") : ""
    #expect(renewal + look.sharing.replacing("G", with: "\(look.groupSize)") == text)
    #expect(PanelLook.sharings.contains { $0.value == look.sharing })
    #expect(PanelLook.renewals.contains { $0.value == look.renewal })
  }

  /// A policy has the colour and the mark that its report gives it.
  @Test func aPanelLooksLikeItsPolicyInAReport() {
    let policies = Plan.usualPolicies
    let style = ArmStyle(policies.map(\.description))
    let looks = policies.map { PanelLook($0, style: style, keep: 0.5) }
    #expect(looks.map(\.slot) == policies.map { style.slot(of: $0.description) })
    #expect(
      looks.map { "\($0.mark)" }
        == policies.map { "\(MarkSymbols.shapes[style.slot(of: $0.description)])" })
    #expect(Set(looks.map(\.slot)).count == policies.count)
  }

  @Test func whatIsOfferedIsSpelledAsPoliciesAre() {
    let offered = ServerMessage.Hello.current.usualPolicies
    #expect(offered.map { MaskPolicy($0)?.description } == offered)
  }
}
