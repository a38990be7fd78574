using Digits.Learning.Augmentation;
using Digits.Learning.Tests.Training;

namespace Digits.Learning.Tests.Augmentation;

public sealed class AugmentationSettingsTests
{
    [Fact]
    public void Check_Defaults_AreOffAndFine()
    {
        var settings = new AugmentationSettings();

        Assert.True(settings.IsOff);
        Assert.Empty(Check(settings));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Check_EveryValueOutOfRange_NamesEveryField(double value)
    {
        var settings = new AugmentationSettings
        {
            Shift = value,
            Rotation = value,
            Scale = value,
            Shear = value,
            Elastic = value,
            Stroke = value,
            Erase = value,
        };

        Assert.Equal(
            ["augmentation.shift", "augmentation.rotation", "augmentation.scale", "augmentation.shear", "augmentation.elastic", "augmentation.stroke", "augmentation.erase"],
            Check(settings).Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]));
    }

    private static IReadOnlyList<string> Check(AugmentationSettings settings) => (Samples.Settings() with { Augmentation = settings }).Check();
}
