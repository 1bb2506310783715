namespace Archway.Judging;

/// <summary>Whose word it takes for an image to be ready.</summary>
public enum Requirement
{
    /// <summary>The catalog's is enough where no registry answers.</summary>
    Catalog,
    /// <summary>A registry's, or that of the layout or archive that holds the image.</summary>
    Registry,
    /// <summary>The image's content itself.</summary>
    Content,
}
