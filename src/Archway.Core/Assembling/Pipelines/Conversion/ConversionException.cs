namespace Archway.Assembling.Pipelines.Conversion;

/// <summary>A job cannot be converted rightly; it becomes a remark or a problem and never leaves the conversion.</summary>
internal sealed class ConversionException(string message) : Exception(message);
