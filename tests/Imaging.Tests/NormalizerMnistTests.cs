using Digits.Learning.Data;
using Digits.Tests;

namespace Digits.Imaging.Tests;

public sealed class NormalizerMnistTests
{
    [MnistFact]
    public void Normalize_AllOfMnist_ComesBackByteForByte()
    {
        var (train, test) = IdxFiles.LoadFolder(Mnist.Folder);

        var changed = Images(train).Concat(Images(test)).Count(image => !Normalizer.Normalize(image).Pixels.SequenceEqual(image.Pixels));

        Assert.Equal(70_000, train.Count + test.Count);
        Assert.Equal(0, changed);
    }

    [MnistFact]
    public void Normalize_MnistInverted_ComesBackByteForByte()
    {
        var (_, test) = IdxFiles.LoadFolder(Mnist.Folder);

        var changed = Images(test).Count(image => !Normalizer.Normalize(Inverted(image)).Pixels.SequenceEqual(image.Pixels));

        Assert.Equal(0, changed);
    }

    [MnistFact]
    public void Normalize_MnistMovedOnALargerSheet_ComesBackByteForByteBut2Percent()
    {
        var (_, test) = IdxFiles.LoadFolder(Mnist.Folder);
        var shift = 0;

        var changed = Images(test).Count(image =>
        {
            shift = (shift + 7) % 41;
            var moved = Moved(image, side: 68, left: shift, top: 40 - shift);
            return !Normalizer.Normalize(moved).Pixels.SequenceEqual(image.Pixels);
        });

        // The rest have an outer row or column below the faint ink threshold, or a centre of mass on the edge between two pixels.
        Assert.InRange(changed, 0, test.Count / 50);
    }

    private static IEnumerable<GrayImage> Images(LabeledImages set)
    {
        for (var i = 0; i < set.Count; i++)
        {
            yield return new GrayImage(set.Shape.Width, set.Shape.Height, set.Image(i).ToArray());
        }
    }

    private static GrayImage Inverted(GrayImage image) =>
        new(image.Width, image.Height, [.. image.Pixels.ToArray().Select(pixel => (byte)(255 - pixel))]);

    private static GrayImage Moved(GrayImage image, int side, int left, int top)
    {
        var pixels = new byte[side * side];
        for (var y = 0; y < image.Height; y++)
        {
            image.Pixels.Slice(y * image.Width, image.Width).CopyTo(pixels.AsSpan(((top + y) * side) + left));
        }

        return new GrayImage(side, side, pixels);
    }
}
