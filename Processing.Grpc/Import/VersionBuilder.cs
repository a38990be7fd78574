using System.Buffers;
using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.Images;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Configuration;

namespace Digits.Processing.Import;

/// <summary>Turns checked pairs of files into the stored form of a version, image by image, each normalised as predictions are.</summary>
internal sealed class VersionBuilder(DigitsConfig config, TimeProvider clock)
{
    private const int BlockBytes = 1 << 18;
    private const int VersionLength = 16;

    private readonly ImageShape _shape = new(config.InputShape[0], config.InputShape[1], config.InputShape[2]);

    /// <summary>Writes the parts of a new version into an empty folder.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="train">The train files; all there is when <paramref name="test"/> is null.</param>
    /// <param name="test">The test files, if there are any; otherwise the train files are split.</param>
    /// <param name="trainRatio">Share of the train part in a split.</param>
    /// <param name="seed">Seed of the split.</param>
    /// <param name="folder">Where the parts are written.</param>
    /// <param name="cancellationToken">Ends the work between two blocks.</param>
    /// <exception cref="IdxFormatException">A file turns out to be faulty.</exception>
    public StoredVersion Build(
        string name, IdxPair train, IdxPair? test, double trainRatio, uint seed, string folder, CancellationToken cancellationToken)
    {
        var trainValues = ReadValues(train.Labels);
        var testValues = test is null ? [] : ReadValues(test.Labels);
        var values = trainValues.Concat(testValues).Distinct().Order().ToArray();
        var trainClasses = ToClasses(trainValues, values);

        using var trainPart = new PartWriter(folder, Part.Train, values.Length);
        using var testPart = new PartWriter(folder, Part.Test, values.Length);
        if (test is null)
        {
            var inTest = StratifiedSplit.DrawTest(trainClasses, values.Length, trainRatio, seed);
            Copy(train.Images, trainClasses, index => inTest[index] ? testPart : trainPart, cancellationToken);
        }
        else
        {
            Copy(train.Images, trainClasses, _ => trainPart, cancellationToken);
            Copy(test.Images, ToClasses(testValues, values), _ => testPart, cancellationToken);
        }

        return Describe(name, values, trainPart.Finish(), testPart.Finish());
    }

    private StoredVersion Describe(string name, byte[] values, StoredPart train, StoredPart test)
    {
        var labels = Array.ConvertAll(values, value => value.ToString(CultureInfo.InvariantCulture));
        var contentHash = ContentHash.Compute(_shape, labels, train, test);
        return new StoredVersion
        {
            Name = name,
            Version = contentHash[..VersionLength],
            ContentHash = contentHash,
            Height = _shape.Height,
            Width = _shape.Width,
            Channels = _shape.Channels,
            Labels = labels,
            Train = train,
            Test = test,
            CreateTime = clock.GetUtcNow(),
        };
    }

    private ReadOnlySpan<byte> Normalize(IdxHeader header, ReadOnlySpan<byte> pixels) =>
        Normalizer.Normalize(new GrayImage(header.Width, header.Height, pixels.ToArray()), _shape.Width, _shape.Height).Pixels;

    private static byte[] ReadValues(IdxReader labels)
    {
        var values = new byte[labels.Header.Count];
        labels.ReadItems(values);
        labels.ReadEnd();
        return values;
    }

    private static ushort[] ToClasses(byte[] values, byte[] distinct)
    {
        var classOf = new ushort[byte.MaxValue + 1];
        for (ushort index = 0; index < distinct.Length; index++)
        {
            classOf[distinct[index]] = index;
        }

        return Array.ConvertAll(values, value => classOf[value]);
    }

    private void Copy(IdxReader images, ushort[] classes, Func<int, PartWriter> partOf, CancellationToken cancellationToken)
    {
        var size = images.Header.ItemSize;
        var perBlock = Math.Max(1, BlockBytes / size);
        var block = ArrayPool<byte>.Shared.Rent(perBlock * size);
        try
        {
            for (var first = 0; first < classes.Length; first += perBlock)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(perBlock, classes.Length - first);
                images.ReadItems(block.AsSpan(0, count * size));
                for (var image = 0; image < count; image++)
                {
                    partOf(first + image).Append(Normalize(images.Header, block.AsSpan(image * size, size)), classes[first + image]);
                }
            }

            images.ReadEnd();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
