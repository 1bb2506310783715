using Archway.Reading.Data;

namespace Archway.Server.Admission;

/// <summary>What an API server asks about one object, as far as it is looked at.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request"/></remarks>
internal sealed record AdmissionRequest
{
    /// <summary>The name of the question, which the answer repeats.</summary>
    internal required string Uid { get; init; }

    /// <summary>What is asked about: <c>pods</c> of the core group.</summary>
    internal bool IsOfPods { get; init; }

    /// <summary>What is being done: <c>CREATE</c>.</summary>
    internal string Operation { get; init; } = "";

    /// <summary>The part of the object that is being changed; empty for the object itself.</summary>
    internal string SubResource { get; init; } = "";

    /// <summary>The namespace.</summary>
    internal string Namespace { get; init; } = "";

    /// <summary>The object as it is to be.</summary>
    internal AdmittedObject Object { get; init; } = AdmittedObject.None;

    /// <summary>The object as it is.</summary>
    internal AdmittedObject OldObject { get; init; } = AdmittedObject.None;
}

/// <summary>An object of a review.</summary>
/// <param name="Spec">What of its <c>spec</c> is looked at; null where it has none, or one that is too large.</param>
/// <param name="HasMetadata">Whether it has <c>metadata</c>.</param>
/// <param name="Annotations">Its annotations that are of Archway; null where it has no annotations at all.</param>
internal sealed record AdmittedObject(DataMapping? Spec, bool HasMetadata, IReadOnlyDictionary<string, string>? Annotations)
{
    /// <summary>No object, as the old one of what is created.</summary>
    internal static AdmittedObject None { get; } = new(null, false, null);
}
