namespace Digits.Processing.Quality;

/// <summary>What a report keeps of an image: eight bytes, so that a million of them are little.</summary>
/// <param name="InkUnits">All ink, as a share of the image in 1/65535.</param>
/// <param name="StrokeInkUnits">The same without the ink of frames.</param>
/// <param name="Width">Columns from the first with ink to the last.</param>
/// <param name="Height">Rows from the first with ink to the last.</param>
/// <param name="CorePercent">The longer side of the largest connected stroke, of 100 of the longer side of all ink.</param>
/// <param name="Faults">What is wrong with the image whatever the others look like.</param>
internal readonly record struct ImageMeasure(
    ushort InkUnits, ushort StrokeInkUnits, byte Width, byte Height, byte CorePercent, ImageFaults Faults)
{
    /// <summary>All ink, as a share of the image, 0 to 1.</summary>
    public double Ink => InkUnits / (double)ushort.MaxValue;
}
