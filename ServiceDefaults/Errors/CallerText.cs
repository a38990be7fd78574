namespace Digits.ServiceDefaults.Errors;

/// <summary>
/// Bounds text that came from a caller before it is repeated in an answer or a log. HTTP/2 trailers have a limit, and one message over it
/// breaks the connection that other calls share; a log that repeats what it is sent can be made as large as the sender likes.
/// </summary>
public static class CallerText
{
    /// <summary>The most UTF-16 units of one caller's text that an answer or a log repeats.</summary>
    public const int MaxLength = 128;

    /// <summary>The text itself, or its beginning with an ellipsis when it is longer than the limit. Never splits a surrogate pair.</summary>
    /// <param name="text">The caller's text; null becomes the empty string.</param>
    /// <param name="length">The most UTF-16 units to keep, at least 2.</param>
    public static string Shorten(string? text, int length = MaxLength)
    {
        if (text is null || text.Length <= length)
        {
            return text ?? "";
        }

        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
