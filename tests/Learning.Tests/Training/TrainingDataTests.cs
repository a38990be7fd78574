using Digits.Learning.Data;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

public sealed class TrainingDataTests
{
    private static readonly LabeledImages Train = Samples.Quarters(200, seed: 1);
    private static readonly TrainingData Data = Samples.Data(Train, Samples.None(Train.Shape));

    [Fact]
    public void HoldOut_AShare_TakesItFromEveryClassAndKeepsEveryImage()
    {
        var parts = Data.HoldOut(Samples.Settings() with { ValidationShare = 0.2 });

        Assert.Equal(Counts(Train).Select(count => Math.Round(0.2 * count)), Counts(parts.Validation!).Select(count => (double)count));
        Assert.Equal(Pixels(Train).Order(), Pixels(parts.Train).Concat(Pixels(parts.Validation!)).Order());
    }

    [Fact]
    public void HoldOut_SeedAlone_DecidesTheDraw()
    {
        var settings = Samples.Settings() with { ValidationShare = 0.2 };
        var drawn = Pixels(Data.HoldOut(settings).Validation!);

        Assert.Equal(drawn, Pixels(Data.HoldOut(settings with { Epochs = 9, Threads = 3, Members = 2 }).Validation!));
        Assert.NotEqual(drawn, Pixels(Data.HoldOut(settings with { Seed = 8 }).Validation!));
    }

    [Fact]
    public void HoldOut_NothingAskedOrAPartAlreadyThere_IsTheDataItself()
    {
        var own = Data with { Validation = Train };

        Assert.Same(Data, Data.HoldOut(Samples.Settings()));
        Assert.Same(own, own.HoldOut(Samples.Settings() with { ValidationShare = 0.2 }));
    }

    [Fact]
    public void HoldOut_TooFewImages_SaysSo()
    {
        var one = Samples.Data(Samples.Quarters(1, 1), Samples.None(Train.Shape));
        var exception = Assert.Throws<TrainingRefusedException>(() => one.HoldOut(Samples.Settings() with { ValidationShare = 0.1 }));

        Assert.StartsWith("validation_share: 1 images are too few", exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> Counts(LabeledImages images) =>
        Enumerable.Range(0, 4).Select(label => images.Labels.ToArray().Count(of => of == label));

    private static List<string> Pixels(LabeledImages images) =>
        [.. Enumerable.Range(0, images.Count).Select(image => $"{images.Labels[image]} {Convert.ToHexString(images.Image(image))}")];
}
