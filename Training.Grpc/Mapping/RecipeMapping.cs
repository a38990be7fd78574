using Digits.Learning.Augmentation;
using Digits.Learning.Optimizers;
using Digits.Learning.Training;
using Digits.Training.V1;

namespace Digits.Training.Mapping;

/// <summary>The parts of a recipe on the wire and in Learning.</summary>
internal static class RecipeMapping
{
    /// <summary>What the request asks for; what it leaves out comes from <paramref name="settings"/>.</summary>
    public static TrainingSettings Override(TrainingSettings settings, StartRunRequest request) => settings with
    {
        Layers = request.Architecture.Count > 0 ? [.. request.Architecture.Select(LayerMapping.ToSpec)] : settings.Layers,
        Epochs = request.HasEpochs ? request.Epochs : settings.Epochs,
        BatchSize = request.HasBatchSize ? request.BatchSize : settings.BatchSize,
        LearningRate = request.HasLr ? request.Lr : settings.LearningRate,
        Seed = request.HasSeed ? request.Seed : settings.Seed,
        Optimizer = Override(settings.Optimizer, request.Optimizer ?? new Optimizer()),
        Schedule = Override(settings.Schedule, request.Schedule ?? new Schedule()),
        LabelSmoothing = request.HasLabelSmoothing ? request.LabelSmoothing : settings.LabelSmoothing,
        Augmentation = request.Augmentation is { } asked ? Override(settings.Augmentation ?? new(), asked) : settings.Augmentation,
        WeightAveraging = request.HasWeightAveraging ? request.WeightAveraging : settings.WeightAveraging,
        ValidationShare = request.HasValidationShare ? request.ValidationShare : settings.ValidationShare,
        Patience = request.HasPatience ? request.Patience : settings.Patience,
        KeepBest = request.HasKeepBest ? request.KeepBest : settings.KeepBest,
        Members = request.HasMembers ? request.Members : settings.Members,
    };

    public static Optimizer ToProto(OptimizerSettings settings) => new()
    {
        Type = settings.Type,
        Momentum = settings.Momentum,
        Beta1 = settings.Beta1,
        Beta2 = settings.Beta2,
        Rho = settings.Rho,
        Epsilon = settings.Epsilon,
        WeightDecay = settings.WeightDecay,
    };

    public static Schedule ToProto(ScheduleSettings settings) => new()
    {
        Type = settings.Type,
        WarmUp = settings.WarmUp,
        StepEpochs = settings.StepEpochs,
        StepFactor = settings.StepFactor,
        Final = settings.Final,
    };

    public static Augmentation ToProto(AugmentationSettings settings) => new()
    {
        Shift = settings.Shift,
        Rotation = settings.Rotation,
        Scale = settings.Scale,
        Shear = settings.Shear,
        Elastic = settings.Elastic,
        Stroke = settings.Stroke,
        Erase = settings.Erase,
    };

    private static OptimizerSettings Override(OptimizerSettings settings, Optimizer asked)
    {
        // Another optimiser's decay or epsilon would be a strange thing to inherit.
        var usual = asked.Type.Length == 0 || asked.Type == settings.Type ? settings : OptimizerSettings.Of(asked.Type);
        return usual with
        {
            Momentum = asked.HasMomentum ? asked.Momentum : usual.Momentum,
            Beta1 = asked.HasBeta1 ? asked.Beta1 : usual.Beta1,
            Beta2 = asked.HasBeta2 ? asked.Beta2 : usual.Beta2,
            Rho = asked.HasRho ? asked.Rho : usual.Rho,
            Epsilon = asked.HasEpsilon ? asked.Epsilon : usual.Epsilon,
            WeightDecay = asked.HasWeightDecay ? asked.WeightDecay : usual.WeightDecay,
        };
    }

    private static ScheduleSettings Override(ScheduleSettings settings, Schedule asked)
    {
        var usual = asked.Type.Length == 0 || asked.Type == settings.Type ? settings : ScheduleSettings.Of(asked.Type);
        return usual with
        {
            WarmUp = asked.HasWarmUp ? asked.WarmUp : usual.WarmUp,
            StepEpochs = asked.HasStepEpochs ? asked.StepEpochs : usual.StepEpochs,
            StepFactor = asked.HasStepFactor ? asked.StepFactor : usual.StepFactor,
            Final = asked.HasFinal ? asked.Final : usual.Final,
        };
    }

    private static AugmentationSettings? Override(AugmentationSettings settings, Augmentation asked)
    {
        var merged = settings with
        {
            Shift = asked.HasShift ? asked.Shift : settings.Shift,
            Rotation = asked.HasRotation ? asked.Rotation : settings.Rotation,
            Scale = asked.HasScale ? asked.Scale : settings.Scale,
            Shear = asked.HasShear ? asked.Shear : settings.Shear,
            Elastic = asked.HasElastic ? asked.Elastic : settings.Elastic,
            Stroke = asked.HasStroke ? asked.Stroke : settings.Stroke,
            Erase = asked.HasErase ? asked.Erase : settings.Erase,
        };
        return asked.Off || merged.IsOff ? null : merged;
    }
}
