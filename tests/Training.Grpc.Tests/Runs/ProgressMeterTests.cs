using Digits.Learning.Training;
using Digits.Training.Runs;

namespace Digits.Training.Tests.Runs;

public sealed class ProgressMeterTests
{
    /// <summary>Two epochs of 100 images in batches of 10 at 100 images a second, judged on 60 images.</summary>
    private readonly ProgressMeter _meter = new(trainCount: 100, judgedCount: 60, epochs: 2);

    [Fact]
    public void Take_NothingYet_IsNothing() => Assert.Null(_meter.Take(Seconds(10)));

    [Fact]
    public void Take_SomeBatches_IsTheirMeanByImages()
    {
        _meter.Add(new BatchReport(1, 1, 2, Loss: 2, Accuracy: 0.5, ImagesSeen: 30, Seconds(0.3)), Seconds(0.3));
        _meter.Add(new BatchReport(1, 2, 2, Loss: 1, Accuracy: 1, ImagesSeen: 40, Seconds(0.4)), Seconds(0.4));

        var progress = _meter.Take(Seconds(0.4))!;

        Assert.Equal((1, 2, 2), (progress.Epoch, progress.Batch, progress.BatchCount));
        Assert.Equal(1.75, progress.Loss, 9);
        Assert.Equal(0.625, progress.Accuracy, 9);
        Assert.Equal(100, progress.ImagesPerSecond, 9);
    }

    [Fact]
    public void Take_BeforeTheFirstJudging_GuessesAThirdOfTheTestPart()
    {
        Train(epoch: 1, images: 60, at: 0);

        var progress = _meter.Take(Seconds(0.6))!;

        Assert.Equal(60 / 240.0, progress.Fraction, 9);
        Assert.Equal(1.8, progress.TimeLeft.TotalSeconds, 3);
    }

    [Fact]
    public void Take_AfterAJudging_CountsWithWhatItTook()
    {
        Train(epoch: 1, images: 100, at: 0);
        _meter.Take(Seconds(1));
        _meter.EndEpoch(Seconds(1.5));
        Train(epoch: 2, images: 10, at: 1.5);

        var progress = _meter.Take(Seconds(1.6))!;

        Assert.Equal(160 / 300.0, progress.Fraction, 9);
        Assert.Equal(1.4, progress.TimeLeft.TotalSeconds, 3);
    }

    [Fact]
    public void Take_WhileJudging_RepeatsTheLastReportWithFreshEstimates()
    {
        Train(epoch: 1, images: 100, at: 0);
        var before = _meter.Take(Seconds(1))!;

        Assert.Null(_meter.Take(Seconds(1.1)));
        var during = _meter.Take(Seconds(1.5))!;

        Assert.Equal((before.Epoch, before.Batch, before.Loss), (during.Epoch, during.Batch, during.Loss));
        Assert.True(during.Fraction > before.Fraction);
        Assert.True(during.TimeLeft < before.TimeLeft);
    }

    [Fact]
    public void Take_JudgingSlowerThanGuessed_NeverLetsTheFractionFall()
    {
        Train(epoch: 1, images: 100, at: 0);
        var before = _meter.Take(Seconds(1))!;
        _meter.EndEpoch(Seconds(61));
        Train(epoch: 2, images: 10, at: 61);

        Assert.True(_meter.Take(Seconds(61.1))!.Fraction >= before.Fraction);
    }

    [Fact]
    public void Take_SecondOfTwoNetworks_CountsWithBoth()
    {
        var meter = new ProgressMeter(trainCount: 100, judgedCount: 0, epochs: 2, members: 2);
        meter.Add(new BatchReport(1, 5, 10, 1, 0.5, 250, Seconds(2.5), Member: 2, MemberCount: 2), Seconds(2.5));

        var progress = meter.Take(Seconds(2.5))!;

        Assert.Equal((2, 2, 1), (progress.Member, progress.MemberCount, progress.Epoch));
        Assert.Equal(0.625, progress.Fraction, 9);
        Assert.Equal(1.5, progress.TimeLeft.TotalSeconds, 3);
    }

    [Fact]
    public void Take_FirstNetworkDoneEarly_CountsItsOtherEpochsAsDone()
    {
        var meter = new ProgressMeter(trainCount: 100, judgedCount: 60, epochs: 10, members: 2);
        meter.Add(new BatchReport(3, 10, 10, 1, 0.5, 300, Seconds(3), Member: 1, MemberCount: 2), Seconds(3));
        var before = meter.Take(Seconds(3))!;
        meter.EndEpoch(Seconds(3.5));
        meter.Add(new BatchReport(1, 1, 10, 1, 0.5, 310, Seconds(3.1), Member: 2, MemberCount: 2), Seconds(3.6));

        var progress = meter.Take(Seconds(3.6))!;

        Assert.InRange(before.Fraction, 0.14, 0.15);
        Assert.InRange(progress.Fraction, 0.5, 0.51);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Train(int epoch, int images, double at)
    {
        for (var batch = 1; batch <= images / 10; batch++)
        {
            var seen = ((epoch - 1) * 100) + (batch * 10);
            _meter.Add(new BatchReport(epoch, batch, 10, 1, 0.5, seen, Seconds(seen / 100.0)), Seconds(at + (batch / 10.0)));
        }
    }
}
