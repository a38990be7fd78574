using Digits.Learning.Optimizers;

namespace Digits.Learning.Tests.Optimizers;

public sealed class ScheduleTests
{
    private const double Peak = 0.01;
    private const int Epochs = 10;
    private const int Batches = 100;
    private const int Steps = Epochs * Batches;

    [Theory]
    [InlineData(ScheduleTypes.Constant, 0, 0)]
    [InlineData(ScheduleTypes.Constant, 0.2, 0)]
    [InlineData(ScheduleTypes.Step, 0, 0)]
    [InlineData(ScheduleTypes.Step, 0.2, 0.1)]
    [InlineData(ScheduleTypes.Cosine, 0, 0)]
    [InlineData(ScheduleTypes.Cosine, 0.1, 0.05)]
    [InlineData(ScheduleTypes.OneCycle, 0.2, 0.001)]
    [InlineData(ScheduleTypes.OneCycle, 0, 0.001)]
    public void Rate_OverARun_ClimbsWithinTheWarmUpAndNeverAfterIt(string type, double warmUp, double final)
    {
        var rates = Rates(new ScheduleSettings { Type = type, WarmUp = warmUp, Final = final });
        var climbing = (int)(warmUp * Steps);

        Assert.Equal(rates[..climbing].Order(), rates[..climbing]);
        Assert.Equal(rates[climbing..].OrderDescending(), rates[climbing..]);
        Assert.All(rates, rate => Assert.InRange(rate, Math.Min(final, 0.5 / Steps) * Peak, Peak));
    }

    [Fact]
    public void Rate_Constant_StaysAtThePeakAfterALinearWarmUp()
    {
        var rates = Rates(new ScheduleSettings { Type = ScheduleTypes.Constant, WarmUp = 0.1, Final = 0.5 });

        Assert.Equal(Peak * 0.5 / 100, rates[0], 1e-12);
        Assert.Equal(Peak * 49.5 / 100, rates[49], 1e-12);
        Assert.All(rates[100..], rate => Assert.Equal(Peak, rate));
    }

    [Fact]
    public void Rate_Step_FallsEverySoManyEpochsAndNotBelowTheFinalRate()
    {
        var settings = new ScheduleSettings { Type = ScheduleTypes.Step, WarmUp = 0, StepEpochs = 2, StepFactor = 0.5, Final = 0.1 };
        var rates = Rates(settings);

        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.1, 0.1], rates.Where((_, i) => i % Batches == 0).Select(rate => rate / Peak));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.1, 0.1], rates.Where((_, i) => i % Batches == 99).Select(rate => rate / Peak));
    }

    [Fact]
    public void Rate_Cosine_IsHalfWayDownInTheMiddleAndEndsAtTheFinalRate()
    {
        var rates = Rates(new ScheduleSettings { Type = ScheduleTypes.Cosine, WarmUp = 0, Final = 0.1 });

        Assert.Equal(Peak, rates[0], Peak * 1e-5);
        Assert.Equal(Peak * 0.55, (rates[499] + rates[500]) / 2, Peak * 1e-9);
        Assert.Equal(Peak * 0.1, rates[^1], Peak * 1e-5);
    }

    [Fact]
    public void Rate_OneCycle_ClimbsFromATenthToThePeakAndFallsToTheFinalRate()
    {
        var rates = Rates(new ScheduleSettings { Type = ScheduleTypes.OneCycle, WarmUp = 0.2, Final = 0.001 });

        Assert.Equal(Peak * 0.1, rates[0], Peak * 1e-4);
        Assert.Equal(Peak * 0.55, (rates[99] + rates[100]) / 2, Peak * 1e-9);
        Assert.InRange(Array.IndexOf(rates, rates.Max()), 199, 200);
        Assert.Equal(Peak * 0.001, rates[^1], Peak * 1e-5);
    }

    [Fact]
    public void Rate_RunOfOneStep_IsWithinRange()
    {
        Assert.All(ScheduleTypes.All, type => Assert.InRange(
            new Schedule(ScheduleSettings.Of(type), Peak, epochs: 1, batches: 1).Rate(1), 0.001 * Peak, Peak));
    }

    private static double[] Rates(ScheduleSettings settings)
    {
        var schedule = new Schedule(settings, Peak, Epochs, Batches);
        return [.. Enumerable.Range(1, Steps).Select(step => schedule.Rate(step))];
    }
}
