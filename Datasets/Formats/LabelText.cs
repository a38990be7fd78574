namespace Digits.Datasets.Formats;

/// <summary>
/// The rule for labels: 1 to 100 Unicode characters in composed form, without space around them and without control characters.
/// </summary>
internal static class LabelText
{
    /// <summary>The most characters that a label has.</summary>
    public const int MaxLength = 100;

    /// <summary>Brings a label into its one form.</summary>
    /// <param name="text">The label as it was given.</param>
    /// <param name="label">The label as it is kept; empty when there is a fault.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence that "the label" begins; empty when nothing is.</param>
    public static bool TryNormalize(string text, out string label, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        label = "";
        fault = "";
        var length = 0;
        var trimmed = text.Trim();
        for (var at = 0; at < trimmed.Length; length++)
        {
            if (Rune.DecodeFromUtf16(trimmed.AsSpan(at), out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                fault = "is not valid Unicode";
                return false;
            }

            if (IsForbidden(rune))
            {
                fault = $"holds the control character U+{rune.Value:X4}";
                return false;
            }

            at += consumed;
        }

        switch (length)
        {
            case 0:
                fault = "is empty";
                return false;
            case > MaxLength:
                fault = $"has {length} characters; at most {MaxLength} are allowed";
                return false;
            default:
                label = UnicodeComposition.Compose(trimmed);
                return true;
        }
    }

    // The marks that turn the direction of text would garble every message and page that shows the label.
    private static bool IsForbidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;
}
