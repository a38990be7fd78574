namespace Digits.Processing.Quality;

/// <summary>What can be wrong with an image by itself.</summary>
[Flags]
internal enum ImageFaults : byte
{
    None = 0,
    Blank = 1,
    Inverted = 2,
    CutOff = 4,
    OffCenter = 8,
}
