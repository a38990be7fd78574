using System.Text.RegularExpressions;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats;

/// <summary>The words that say which part of a data set files and folders hold.</summary>
internal static partial class PartWords
{
    /// <summary>The part that a file's name speaks of; unspecified when of none, or of several.</summary>
    public static Part Of(string name) =>
        (TrainWord().IsMatch(name), TestWord().IsMatch(name), ValidationWord().IsMatch(name)) switch
        {
            (true, false, false) => Part.Train,
            (false, true, false) => Part.Test,
            (false, false, true) => Part.Validation,
            _ => Part.Unspecified,
        };

    /// <summary>The part that a folder of just this name holds; unspecified when it is no word for a part.</summary>
    public static Part OfFolder(ReadOnlySpan<char> name)
    {
        if (Is(name, "train") || Is(name, "training"))
        {
            return Part.Train;
        }

        if (Is(name, "test") || Is(name, "testing") || Is(name, "t10k"))
        {
            return Part.Test;
        }

        return Is(name, "validation") || Is(name, "valid") || Is(name, "val") ? Part.Validation : Part.Unspecified;
    }

    /// <summary>A name without the words for parts.</summary>
    public static string Without(string name) => ValidationWord().Replace(TestWord().Replace(TrainWord().Replace(name, ""), ""), "");

    private static bool Is(ReadOnlySpan<char> name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);

    // Only where a word begins, so that "latest" is no test; the arrays of a file are often called "Xtrain" and "ytrain".
    [GeneratedRegex("(?<![a-z])[xy]?train", RegexOptions.IgnoreCase)]
    private static partial Regex TrainWord();

    [GeneratedRegex("(?<![a-z])[xy]?(test|t10k)", RegexOptions.IgnoreCase)]
    private static partial Regex TestWord();

    [GeneratedRegex("(?<![a-z])[xy]?val(id(ation)?)?(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex ValidationWord();
}
