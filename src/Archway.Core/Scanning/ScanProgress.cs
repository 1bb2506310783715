namespace Archway.Scanning;

/// <summary>How far a scan is.</summary>
/// <param name="FilesRead">Files read so far.</param>
/// <param name="ImagesAsked">Images answered so far.</param>
/// <param name="Images">Images to ask for; null while files are still read.</param>
public readonly record struct ScanProgress(int FilesRead, int ImagesAsked, int? Images);
