using System.Collections.Immutable;
using Archway.Judging;

namespace Archway.Fixing;

/// <summary>What becomes of one file when it is fixed.</summary>
/// <param name="File">Its path, as the findings name it.</param>
/// <param name="Before">Its text.</param>
/// <param name="After">Its text then.</param>
/// <param name="Settled">The findings whose fix was made.</param>
/// <param name="Gone">Those of the text before that another's fix took away.</param>
public sealed record FileFix(string File, string Before, string After, ImmutableArray<Finding> Settled, ImmutableArray<Finding> Gone);
