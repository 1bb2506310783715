using System.Text.Json.Serialization;
using Archway.Verifying.Binaries;

namespace Archway.Verifying.Trees;

/// <summary>How what a file is gets written down.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(FileContent))]
internal sealed partial class FileContentJson : JsonSerializerContext;
