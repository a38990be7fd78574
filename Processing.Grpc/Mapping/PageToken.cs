using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Digits.Datasets;
using Part = Digits.Datasets.Versions.Part;

namespace Digits.Processing.Mapping;

/// <summary>
/// Where a page of samples begins. Holds the version too, so that someone who pages through the newest version stays in it when a newer
/// one arrives.
/// </summary>
/// <param name="Version">The version that is paged through.</param>
/// <param name="Part">Its part.</param>
/// <param name="Label">The label that was asked for; empty for all.</param>
/// <param name="Start">Index of the first sample to look at.</param>
internal sealed record PageToken(string Version, Part Part, string Label, int Start)
{
    private const char Separator = '/';

    // A version, a label of 100 characters and two numbers, encoded.
    private const int MaxLength = 1000;
    private const int Fields = 4;

    /// <summary>The token as callers see it.</summary>
    public string Encode() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, Version, (int)Part, Start, Label)));

    /// <summary>Reads a token; null when it is none.</summary>
    public static PageToken? Decode(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        // The label comes last, since it may hold the separator itself.
        var fields = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, Fields);
        return fields.Length == Fields
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new PageToken(fields[0], (Part)part, fields[3], start)
            : null;
    }
}

/// <summary>Where a page of data sets begins: behind a name.</summary>
internal static class NameToken
{
    private const int MaxLength = 100;

    /// <summary>The token as callers see it.</summary>
    public static string Encode(string name) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name));

    /// <summary>Reads a token; null when it is none.</summary>
    public static string? Decode(string text) =>
        text.Length <= MaxLength && Base64Url.IsValid(text) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) is var name && DatasetName.IsName(name)
            ? name
            : null;
}

/// <summary>The page sizes that lists take.</summary>
internal static class PageSize
{
    /// <summary>What a caller gets who says none.</summary>
    public const int Default = 100;

    /// <summary>The most that most lists give at once.</summary>
    public const int Max = 1000;

    /// <summary>The page size that was asked for.</summary>
    public static int Check(int size, int limit = Max) => size switch
    {
        0 => Default,
        > 0 when size <= limit => size,
        _ => throw RequestErrors.PageSizeOutOfRange(size, limit),
    };
}
