namespace Digits.Datasets.Formats.Csv;

/// <summary>How a table holds its samples.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Labels">The columns of the label: one, or several of which the one that is 1 tells; none where the table has no labels.</param>
/// <param name="LabelNames">The labels that the columns stand for, where there are several.</param>
/// <param name="PixelColumns">The columns of the pixels, row by row; none where the table has only labels.</param>
/// <param name="Height">Height of a picture in pixels.</param>
/// <param name="Width">Width of a picture in pixels.</param>
/// <param name="Range">What the values range over.</param>
internal sealed record CsvLayout(
    TableForm Form, int[] Labels, string[] LabelNames, int[] PixelColumns, int Height, int Width, ValueRange Range)
{
    public bool HasLabels => Labels.Length > 0;

    public bool HasPictures => PixelColumns.Length > 0;
}

/// <summary>Reads the label of a row.</summary>
internal static class RowLabel
{
    /// <summary>Reads a label.</summary>
    /// <param name="reader">The reader, whose row is divided.</param>
    /// <param name="layout">Where the label is.</param>
    /// <param name="text">The label, not mapped yet; empty when there is a fault.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Read(CsvReader reader, CsvLayout layout, out string text)
    {
        text = "";
        if (layout.Labels.Length > 1)
        {
            return ReadOneHot(reader, layout, out text);
        }

        if (reader.IsTorn(layout.Labels[0]))
        {
            return "Its label begins with a quote that does not end.";
        }

        if (reader.Text(layout.Labels[0]) is not { } found)
        {
            return "Its label is not UTF-8.";
        }

        text = WholeNumber(found, layout.Form.DecimalComma);
        return null;
    }

    // Tables that were computed with often hold the label 7 as "7.0" or "7.0e+00".
    private static string WholeNumber(string text, bool decimalComma)
    {
        var number = decimalComma ? text.Replace(',', '.') : text;
        return number.AsSpan().IndexOfAny(".eE") > 0 && number[0] is '-' or (>= '0' and <= '9')
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsInteger(value) && Math.Abs(value) < 1e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    private static string? ReadOneHot(CsvReader reader, CsvLayout layout, out string text)
    {
        text = "";
        var at = -1;
        for (var column = 0; column < layout.Labels.Length; column++)
        {
            if (!CsvValue.TryRead(reader.Field(layout.Labels[column]), layout.Form.DecimalComma, out var value) || value is not (0 or 1) || (value == 1 && at >= 0))
            {
                return "Its label columns are not 1 in one place and 0 elsewhere.";
            }

            at = value == 1 ? column : at;
        }

        text = at < 0 ? "" : layout.LabelNames[at];
        return at < 0 ? "Its label columns are 0 everywhere." : null;
    }
}
