namespace Archway.Reading.Data;

/// <summary>Which members beside an image that is written without a tag give it one.</summary>
internal enum TagBeside
{
    /// <summary>Those that are called a tag; whether a version is one cannot be told.</summary>
    Tags,
    /// <summary>Those that are called a tag, and the version.</summary>
    Version,
    /// <summary>None: the image is run as it stands.</summary>
    None,
}
