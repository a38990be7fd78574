using Digits.Learning.Augmentation;
using Digits.Learning.Optimizers;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

public sealed class TrainingSettingsTests
{
    private static readonly TrainingSettings Right = Samples.Settings();

    public static TheoryData<string, TrainingSettings> Wrong => new()
    {
        { "epochs: 0 is not between 1 and 1000.", Right with { Epochs = 0 } },
        { "batch_size: 4097 is not between 1 and 4096.", Right with { BatchSize = 4097 } },
        { "lr: 0 is not greater than 0 and at most 1.", Right with { LearningRate = 0 } },
        { "threads: -1 is not between 0 and 256.", Right with { Threads = -1 } },
        { "optimizer.type: \"rmsprop\" is not known; known are sgd, adam, adamw, adadelta.", Right with { Optimizer = new() { Type = "rmsprop" } } },
        { "optimizer.momentum: 1 is not at least 0 and less than 1.", Right with { Optimizer = new() { Momentum = 1 } } },
        { "optimizer.beta1: -0.1 is not at least 0 and less than 1.", Right with { Optimizer = new() { Beta1 = -0.1 } } },
        { "optimizer.beta2: NaN is not at least 0 and less than 1.", Right with { Optimizer = new() { Beta2 = double.NaN } } },
        { "optimizer.rho: 2 is not at least 0 and less than 1.", Right with { Optimizer = new() { Rho = 2 } } },
        { "optimizer.epsilon: 0 is not greater than 0 and at most 1.", Right with { Optimizer = new() { Epsilon = 0 } } },
        { "optimizer.weight_decay: 1.5 is not between 0 and 1.", Right with { Optimizer = new() { WeightDecay = 1.5 } } },
        { "schedule.type: \"\" is not known; known are constant, step, cosine, one_cycle.", Right with { Schedule = new() { Type = "" } } },
        { "schedule.warm_up: 1 is not at least 0 and less than 1.", Right with { Schedule = new() { WarmUp = 1 } } },
        { "schedule.step_epochs: 0 is not between 1 and 1000.", Right with { Schedule = new() { StepEpochs = 0 } } },
        { "schedule.step_factor: 0 is not greater than 0 and at most 1.", Right with { Schedule = new() { StepFactor = 0 } } },
        { "schedule.final: -1 is not between 0 and 1.", Right with { Schedule = new() { Final = -1 } } },
        { "label_smoothing: 1 is not at least 0 and less than 1.", Right with { LabelSmoothing = 1 } },
        { "augmentation.shift: -1 is not between 0 and 16.", Right with { Augmentation = new AugmentationSettings { Shift = -1 } } },
        { "weight_averaging: 1 is not at least 0 and less than 1.", Right with { WeightAveraging = 1 } },
        { "validation_share: 0.6 is not between 0 and 0.5.", Right with { ValidationShare = 0.6 } },
        { "patience: -1 is not between 0 and 1000.", Right with { ValidationShare = 0.1, Patience = -1 } },
        { "members: 17 is not between 1 and 16.", Right with { Members = 17 } },
        { "patience: needs a validation part to choose by; set validation_share.", Right with { Patience = 1 } },
        { "keep_best: needs a validation part to choose by; set validation_share.", Right with { KeepBest = true } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Check_OneFault_NamesIt(string fault, TrainingSettings settings) => Assert.Equal([fault], settings.Check());

    [Fact]
    public void Check_ManyFaults_NamesAll()
    {
        var settings = Right with
        {
            Epochs = 0,
            Optimizer = new() { Type = "x", Beta1 = 1 },
            Schedule = new() { Final = 2 },
            KeepBest = true,
            Members = 0,
        };

        Assert.Equal(
            ["epochs", "optimizer.type", "optimizer.beta1", "schedule.final", "members", "keep_best"],
            settings.Check().Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Check_DataBringAValidationPart_AllowsChoosing() =>
        Assert.Empty((Right with { KeepBest = true, Patience = 3 }).Check(hasValidation: true));

    [Fact]
    public void Check_EveryPresetAndEveryUsualValue_IsRight()
    {
        Assert.All(Presets.All, preset => Assert.Empty(preset.Settings.Check()));
        Assert.All(OptimizerTypes.All, type => Assert.Empty((Right with { Optimizer = OptimizerSettings.Of(type) }).Check()));
        Assert.All(ScheduleTypes.All, type => Assert.Empty((Right with { Schedule = ScheduleSettings.Of(type) }).Check()));
    }

    [Fact]
    public void MemberSeed_OfACommittee_IsTheRunsOwnForTheFirstAndAnotherForEach()
    {
        var seeds = Enumerable.Range(1, TrainingSettings.MaxMembers).Select(Right.MemberSeed).ToArray();

        Assert.Equal(Right.Seed, seeds[0]);
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.DoesNotContain((Right with { Seed = Right.Seed + 1 }).MemberSeed(2), seeds);
    }
}
