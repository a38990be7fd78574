namespace Digits.Learning.Images.Png;

/// <summary>What the samples of a PNG mean; the values are those of the file format.</summary>
internal enum PngColorType
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}
