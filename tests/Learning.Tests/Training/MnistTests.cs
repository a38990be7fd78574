using Digits.Learning.Data;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.Tests;

namespace Digits.Learning.Tests.Training;

public sealed class MnistTests
{
    [MnistFact]
    public void Train_FastOnSixThousandDigits_ReadsMostOfTheTestDigits()
    {
        Assert.True(Presets.TryFind("fast", out var fast));
        var (train, test) = IdxFiles.LoadFolder(Mnist.Folder);

        var result = new CpuTrainer().Train(
            new TrainingData(First(train, 6000), Validation: null, First(test, 2000), ClassCount: 10),
            fast.Settings with { Epochs = 2 },
            new RecordingObserver(),
            CancellationToken.None);

        Assert.InRange(result.Test!.Accuracy, 0.93, 1);
    }

    private static LabeledImages First(LabeledImages images, int count)
    {
        var pixels = new byte[count * images.Shape.Size];
        for (var i = 0; i < count; i++)
        {
            images.Image(i).CopyTo(pixels.AsSpan(i * images.Shape.Size));
        }

        return new LabeledImages(images.Shape, pixels, images.Labels[..count].ToArray());
    }
}
