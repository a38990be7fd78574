namespace Digits.Processing.Formats.Csv;

/// <summary>How a table holds its samples.</summary>
/// <param name="Separator">What stands between fields.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Columns">Fields of a row.</param>
/// <param name="LabelColumn">The column of the label: the first or the last.</param>
/// <param name="Height">Height of a picture in pixels.</param>
/// <param name="Width">Width of a picture in pixels.</param>
/// <param name="Scale">What values are multiplied by: 1, or 255 where all are from 0 to 1.</param>
internal sealed record CsvLayout(byte Separator, bool HasHeader, int Columns, int LabelColumn, int Height, int Width, double Scale)
{
    /// <summary>The column of the first pixel.</summary>
    public int FirstPixel => LabelColumn == 0 ? 1 : 0;

    /// <summary>Pixels of a picture.</summary>
    public int Pixels => Height * Width;
}
