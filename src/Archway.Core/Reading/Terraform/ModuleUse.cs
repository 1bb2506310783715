using Archway.Reading.Hcl;

namespace Archway.Reading.Terraform;

/// <summary>One way in which a module is called.</summary>
/// <param name="Address">What stands before the addresses of its resources: <c>module.a.</c></param>
/// <param name="Call">The call's body, which gives the module's variables their values; null when it is not known.</param>
/// <param name="Problem">Why it is not known.</param>
internal sealed record ModuleUse(string Address, HclValue? Call, string? Problem);
