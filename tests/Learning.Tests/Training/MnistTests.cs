using System.IO.Compression;
using Digits.Learning.Data;
using Digits.Learning.Training;
using Digits.Tests;

namespace Digits.Learning.Tests.Training;

public sealed class MnistTests
{
    [MnistFact]
    public void Train_FastOnSixThousandDigits_ReadsMostOfTheTestDigits()
    {
        Assert.True(Presets.TryFind("fast", out var fast));
        var train = Load(Mnist.TrainImages, Mnist.TrainLabels, 6000);
        var test = Load(Mnist.TestImages, Mnist.TestLabels, 2000);

        var result = new CpuTrainer().Train(
            train, test, 10, fast.Settings with { Epochs = 2 }, new RecordingObserver(), CancellationToken.None);

        Assert.InRange(result.Test!.Accuracy, 0.93, 1);
    }

    private static LabeledImages Load(string images, string labels, int count)
    {
        const int ImagesHeader = 16;
        const int LabelsHeader = 8;
        var shape = new ImageShape(28, 28, 1);
        var labelBytes = Content(labels, LabelsHeader, count);
        return new LabeledImages(shape, Content(images, ImagesHeader, count * shape.Size), [.. labelBytes.Select(label => (int)label)]);
    }

    private static byte[] Content(string path, int header, int length)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        stream.ReadExactly(new byte[header]);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
