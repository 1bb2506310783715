namespace Archway.Fuzz;

/// <summary>A reader came back with what its law forbids.</summary>
internal sealed class LawException(string law) : Exception(law);
