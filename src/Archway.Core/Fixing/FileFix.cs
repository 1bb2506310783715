using System.Collections.Immutable;
using Archway.Judging;

namespace Archway.Fixing;

/// <summary>What becomes of one file when it is fixed.</summary>
/// <param name="File">Its path, as the findings name it.</param>
/// <param name="Before">Its text.</param>
/// <param name="After">Its text then.</param>
/// <param name="Settled">The findings that this settles.</param>
public sealed record FileFix(string File, string Before, string After, ImmutableArray<Finding> Settled);
