namespace Archway.Assembling.Laying;

/// <summary>What was to be laid over a base cannot be: it is not there, or is for another machine.</summary>
public sealed class LayingException(string message, Exception? cause = null) : Exception(message, cause);
