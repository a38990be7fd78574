using System.Text.Json;
using Digits.Learning.Augmentation;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Persistence;

public sealed class RecipeJsonTests
{
    private static readonly TrainingSettings Settings = Samples.Settings() with
    {
        Seed = uint.MaxValue,
        Optimizer = new() { Type = "sgd", Momentum = 0.8, Beta1 = 0.7, Beta2 = 0.6, Rho = 0.5, Epsilon = 0.1, WeightDecay = 0.25 },
        Schedule = new() { Type = "step", WarmUp = 0.1, StepEpochs = 3, StepFactor = 0.5, Final = 0.01 },
        LabelSmoothing = 0.1,
        Augmentation = new AugmentationSettings { Shift = 2, Rotation = 10.5 },
        WeightAveraging = 0.99,
        ValidationShare = 0.1,
        Patience = 4,
        KeepBest = true,
        Members = 3,
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Assert.Equal(Settings, RoundTrip(Settings));
        Assert.Equal(Samples.Settings() with { Layers = Settings.Layers }, RoundTrip(Samples.Settings()));
    }

    [Fact]
    public void Write_Names_AreThoseOfTheInterface()
    {
        using var document = JsonDocument.Parse(Text(Settings));
        var names = document.RootElement.EnumerateObject().Select(property => property.Name);

        Assert.Equal(
            [
                "seed", "epochs", "batch_size", "lr", "optimizer", "schedule", "label_smoothing", "augmentation", "weight_averaging",
                "validation_share", "patience", "keep_best", "members",
            ],
            names);
        Assert.Equal(
            ["type", "momentum", "beta1", "beta2", "rho", "epsilon", "weight_decay"],
            document.RootElement.GetProperty("optimizer").EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["shift", "rotation", "scale", "shear", "elastic", "stroke", "erase"],
            document.RootElement.GetProperty("augmentation").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Read_ModelFileWithARecipe_BringsItBack()
    {
        var network = Network.Create(new Architecture(Settings.Layers), new(12, 12, 1), 4, 1);
        var model = new Committee([network]);
        var bytes = ModelBytes.Of(model, ModelBytes.Header(network) with { Recipe = Settings });

        var header = ModelFile.Read(new MemoryStream(bytes)).Header;

        Assert.Equal(Settings, header.Recipe! with { Layers = Settings.Layers });
    }

    [Theory]
    [InlineData("\"members\":3", "\"members\":0")]
    [InlineData("\"members\":3", "\"members\":\"3\"")]
    [InlineData("\"type\":\"sgd\"", "\"type\":\"rmsprop\"")]
    [InlineData("\"type\":\"sgd\"", "\"type\":null")]
    [InlineData("\"shift\":2", "\"shift\":-2")]
    public void Read_AWrongSetting_IsRefused(string right, string wrong)
    {
        var json = Text(Settings);
        Assert.Contains(right, json, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Replace(right, wrong, StringComparison.Ordinal));

        var exception = Record.Exception(() => RecipeJson.Read(document.RootElement, Settings.Layers));

        Assert.True(exception is FormatException or JsonException, $"{exception}");
    }

    private static TrainingSettings RoundTrip(TrainingSettings settings)
    {
        using var document = JsonDocument.Parse(Text(settings));
        return RecipeJson.Read(document.RootElement, Settings.Layers);
    }

    private static string Text(TrainingSettings settings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RecipeJson.Write(writer, settings);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
