using System.Text.RegularExpressions;
using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Processing.Import;

/// <summary>
/// Finds out which file belongs to which. Images and labels are told apart by what the files hold; train and test, where there are two of
/// each, by a word in the files' names: "train" against "test" or "t10k".
/// </summary>
internal static partial class FilePairing
{
    /// <summary>Pairs the files.</summary>
    /// <returns>The train files and the test files; a single pair comes back as train, without test.</returns>
    public static (IdxPair Train, IdxPair? Test) Pair(IReadOnlyList<IdxReader> files)
    {
        var images = files.Where(file => file.Header.Kind == IdxKind.Images).ToList();
        var labels = files.Where(file => file.Header.Kind == IdxKind.Labels).ToList();
        if (images.Count != labels.Count)
        {
            throw Errors.FilesUnpaired(images.Count, labels.Count);
        }

        switch (images.Count)
        {
            case 1:
                return (Match(images[0], labels[0]), null);
            case 2:
                var (trainImages, testImages) = InOrder(images[0], images[1]);
                var (trainLabels, testLabels) = InOrder(labels[0], labels[1]);
                return (Match(trainImages, trainLabels), Match(testImages, testLabels));
            default:
                throw Errors.TooManyParts(images.Count);
        }
    }

    /// <summary>The part that a file's name speaks of; unspecified when of none, or of both.</summary>
    internal static Part Hint(string name) => (TrainWord().IsMatch(name), TestWord().IsMatch(name)) switch
    {
        (true, false) => Part.Train,
        (false, true) => Part.Test,
        _ => Part.Unspecified,
    };

    private static IdxPair Match(IdxReader images, IdxReader labels)
    {
        var (imagesPart, labelsPart) = (Hint(images.Name), Hint(labels.Name));
        if (imagesPart != labelsPart && imagesPart != Part.Unspecified && labelsPart != Part.Unspecified)
        {
            throw Errors.PartsDiffer(images.Name, labels.Name);
        }

        IdxFiles.CheckPair(images, labels);
        return new IdxPair(images, labels);
    }

    // One word is enough: beside a file that says "test" the other is train.
    private static (IdxReader Train, IdxReader Test) InOrder(IdxReader first, IdxReader second) =>
        (Hint(first.Name), Hint(second.Name)) switch
        {
            (Part.Train, Part.Test or Part.Unspecified) or (Part.Unspecified, Part.Test) => (first, second),
            (Part.Test, Part.Train or Part.Unspecified) or (Part.Unspecified, Part.Train) => (second, first),
            _ => throw Errors.PartsUnclear(first.Name, second.Name),
        };

    // Only where a word begins, so that "latest" is no test.
    [GeneratedRegex("(?<![a-z])train", RegexOptions.IgnoreCase)]
    private static partial Regex TrainWord();

    [GeneratedRegex("(?<![a-z])(test|t10k)", RegexOptions.IgnoreCase)]
    private static partial Regex TestWord();
}
