using System.Buffers.Binary;
using System.Security.Cryptography;
using Digits.Learning.Data;
using Digits.Learning.Training;

namespace Digits.Learning.LabelChecks;

/// <summary>
/// Divides samples into folds for cross-validation: each fold gets about the same number of every class, and all copies of an image are in
/// the same fold, so that no network is tested on an image that it was trained on.
/// </summary>
internal sealed class FoldDeal
{
    private const uint Purpose = 16;

    private readonly byte[] _folds;

    private FoldDeal(byte[] folds, int[] imagesOfClass)
    {
        _folds = folds;
        ImagesOfClass = imagesOfClass;
    }

    /// <summary>The number of different images of each class.</summary>
    public int[] ImagesOfClass { get; }

    /// <exception cref="TrainingRefusedException">There are fewer different images than folds.</exception>
    public static FoldDeal Deal(LabeledImages images, int classCount, int folds, uint seed)
    {
        var imageOf = new int[images.Count];
        var first = FirstOfEach(images, imageOf);
        if (first.Count < folds)
        {
            throw new TrainingRefusedException($"folds: {first.Count} different images cannot be dealt into {folds} folds.");
        }

        // An image with several labels counts for the class of its first sample.
        var ofClass = Enumerable.Range(0, first.Count).ToLookup(image => images.Labels[first[image]]);
        var foldOf = new byte[first.Count];
        var random = new SeededRandom(seed, Purpose);
        var next = 0;
        for (var c = 0; c < classCount; c++)
        {
            // Each class continues with the fold after the last one of the class before, so that the folds have about the same size.
            int[] order = [.. ofClass[c]];
            random.Shuffle(order);
            foreach (var image in order)
            {
                foldOf[image] = (byte)(next++ % folds);
            }
        }

        return new FoldDeal(
            Array.ConvertAll(imageOf, image => foldOf[image]), CountImages(images.Labels, imageOf, classCount));
    }

    /// <summary>The samples of one fold, which are held out, and those of all other folds, to train on.</summary>
    public (int[] Held, int[] Learned) Split(int fold)
    {
        var all = Enumerable.Range(0, _folds.Length).ToLookup(index => _folds[index] == fold);
        return ([.. all[true]], [.. all[false]]);
    }

    private static List<int> FirstOfEach(LabeledImages images, int[] imageOf)
    {
        var known = new Dictionary<UInt128, int>(images.Count);
        var first = new List<int>();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < images.Count; i++)
        {
            SHA256.HashData(images.Image(i), hash);
            var key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
            if (!known.TryGetValue(key, out imageOf[i]))
            {
                known[key] = imageOf[i] = first.Count;
                first.Add(i);
            }
        }

        return first;
    }

    private static int[] CountImages(ReadOnlySpan<int> labels, int[] imageOf, int classCount)
    {
        var seen = new HashSet<(int Class, int Image)>();
        var counts = new int[classCount];
        for (var i = 0; i < labels.Length; i++)
        {
            counts[labels[i]] += seen.Add((labels[i], imageOf[i])) ? 1 : 0;
        }

        return counts;
    }
}
