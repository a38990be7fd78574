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

    /// <summary>
    /// The part that the words in a folder's name speak of, such as "TrainSet", "mnist_train" or "validation data"; unspecified when none, or
    /// several.
    /// </summary>
    public static Part OfWords(string name)
    {
        var found = Part.Unspecified;
        foreach (var word in Word().EnumerateMatches(name))
        {
            var part = OfWord(name.AsSpan(word.Index, word.Length));
            if (part != Part.Unspecified && found != Part.Unspecified && part != found)
            {
                return Part.Unspecified;
            }

            found = part == Part.Unspecified ? found : part;
        }

        return found;
    }

    private static Part OfWord(ReadOnlySpan<char> word) =>
        TrainFolder().IsMatch(word) ? Part.Train
        : TestFolder().IsMatch(word) ? Part.Test
        : ValidationFolder().IsMatch(word) ? Part.Validation
        : Part.Unspecified;

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

    // Words end at anything but letters, and where small letters are followed by capitals.
    [GeneratedRegex(@"t10k|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Word();

    [GeneratedRegex(@"\Atrain(ing)?(set|data|images?|imgs?|samples?|digits|folder|split|part)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex TrainFolder();

    [GeneratedRegex(@"\A((test(ing)?|eval(uation)?|holdout|heldout)(set|data|images?|imgs?|samples?|digits|folder|split|part)?|t10k)\z", RegexOptions.IgnoreCase)]
    private static partial Regex TestFolder();

    [GeneratedRegex(@"\A(val(id(ation)?)?|dev(el(opment)?)?)(set|data|images?|imgs?|samples?|digits|folder|split|part)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex ValidationFolder();
}
