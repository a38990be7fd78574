namespace Digits.Processing.Catalog;

/// <summary>The labels of the public sets, in the order of the numbers that the files have for them.</summary>
internal static class SetLabels
{
    public static readonly IReadOnlyList<string> Digits = Split("0123456789");

    /// <summary>One of each row of the hiragana table.</summary>
    public static readonly IReadOnlyList<string> Kmnist = Split("おきすつなはまやれを");

    /// <summary>48 hiragana, and the mark that repeats the one before.</summary>
    public static readonly IReadOnlyList<string> Kuzushiji49 =
        Split("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをんゝ");

    /// <summary>Capital and small letters are one class, named by the capital.</summary>
    public static readonly IReadOnlyList<string> Letters = Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Small letters that look like their capitals are merged with them, the others are classes of their own.</summary>
    public static readonly IReadOnlyList<string> Balanced = [.. Digits, .. Letters, .. Split("abdefghnqrt")];

    private static string[] Split(string text) => [.. text.Select(character => character.ToString())];
}
