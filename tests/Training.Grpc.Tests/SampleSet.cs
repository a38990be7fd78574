using Digits.Processing.V1;

namespace Digits.Training.Tests;

/// <summary>
/// A generated data set: images of one size whose class shows as a bright band at its own height, over weak seeded noise. Any network
/// tells them apart after a few steps.
/// </summary>
internal sealed class SampleSet
{
    private const int BlockSize = 100;

    private readonly Dictionary<Part, (byte[] Pixels, int[] Classes)> _parts;

    public SampleSet(string name, int trainCount = 96, int testCount = 24, int side = 12, int classCount = 4, string version = "v1", int validationCount = 0)
    {
        Dataset = new Dataset
        {
            Name = name,
            Version = version,
            Labels = { Enumerable.Range(0, classCount).Select(label => $"label {label}") },
            TrainCount = trainCount,
            TestCount = testCount,
            ValidationCount = validationCount,
            Height = side,
            Width = side,
            Channels = 1,
        };
        _parts = new()
        {
            [Part.Train] = Generate(trainCount, side, classCount, seed: 1),
            [Part.Test] = Generate(testCount, side, classCount, seed: 2),
            [Part.Validation] = Generate(validationCount, side, classCount, seed: 3),
        };
    }

    public Dataset Dataset { get; }

    public IReadOnlyList<int> Classes(Part part) => _parts[part].Classes;

    public ReadOnlySpan<byte> Image(Part part, int index)
    {
        var size = Dataset.Height * Dataset.Width;
        return _parts[part].Pixels.AsSpan(index * size, size);
    }

    /// <summary>The number of a sample; those of the parts lie far apart.</summary>
    public static int Number(Part part, int index) => ((int)part * 1_000_000) + index;

    /// <summary>Gives a sample the wrong label.</summary>
    public void Mislabel(Part part, int index, int wrongClass) => _parts[part].Classes[index] = wrongClass;

    public IEnumerable<StreamSamplesResponse> Blocks(Part part, bool withNumbers = false)
    {
        var (pixels, classes) = _parts[part];
        var size = Dataset.Height * Dataset.Width;
        for (var first = 0; first < classes.Length; first += BlockSize)
        {
            var count = Math.Min(BlockSize, classes.Length - first);
            yield return new StreamSamplesResponse
            {
                Pixels = Google.Protobuf.ByteString.CopyFrom(pixels, first * size, count * size),
                Classes = { classes.AsSpan(first, count).ToArray() },
                Numbers = { Enumerable.Range(first, withNumbers ? count : 0).Select(index => Number(part, index)) },
            };
        }
    }

    private static (byte[] Pixels, int[] Classes) Generate(int count, int side, int classCount, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * side * side];
        var classes = new int[count];
        var band = side / classCount;
        for (var i = 0; i < count; i++)
        {
            classes[i] = i % classCount;
            var image = pixels.AsSpan(i * side * side, side * side);
            for (var pixel = 0; pixel < image.Length; pixel++)
            {
                var isBand = pixel / side / band == classes[i];
                image[pixel] = (byte)(isBand ? 200 + random.Next(56) : random.Next(40));
            }
        }

        return (pixels, classes);
    }
}
