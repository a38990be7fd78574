using Digits.Learning.Augmentation;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training;

/// <summary>
/// All settings of a recipe but its layers, which are a list, and its threads, which do not change the outcome. The order is that of model
/// files; a part's <c>type</c> comes first, because it decides what the part's other values are when nobody names them.
/// </summary>
public static class RecipeFields
{
    private const string Learning = "Learning";
    private const string Regularization = "Regularization";
    private const string Changes = "Augmentation";
    private const string Selection = "Model selection";

    /// <summary>The table.</summary>
    public static IReadOnlyList<RecipeField> All { get; } =
    [
        new RecipeField<uint>(
            "seed", "Seed", "Decides the first weights, the order of the images, what is held out, augmentation and dropout.",
            recipe => recipe.Seed, (recipe, value) => recipe with { Seed = value })
            { Max = uint.MaxValue, IsRequired = true },
        new RecipeField<int>(
            "epochs", "Epochs", "How often every training image is seen.",
            recipe => recipe.Epochs, (recipe, value) => recipe with { Epochs = value })
            { Min = 1, Max = TrainingSettings.MaxEpochs, IsRequired = true },
        new RecipeField<int>(
            "batch_size", "Batch size", "Images in each training step.",
            recipe => recipe.BatchSize, (recipe, value) => recipe with { BatchSize = value })
            { Min = 1, Max = TrainingSettings.MaxBatchSize, Group = Learning, IsRequired = true },
        new RecipeField<double>(
            "lr", "Learning rate", "The highest learning rate; the schedule says how it moves.",
            recipe => recipe.LearningRate, (recipe, value) => recipe with { LearningRate = value })
            { IsMinExcluded = true, Group = Learning, IsRequired = true },

        new RecipeField<string>(
            "optimizer.type", "Optimizer", "How a step turns the gradient into new weights.",
            recipe => recipe.Optimizer.Type,
            (recipe, value) => value == recipe.Optimizer.Type ? recipe : recipe with { Optimizer = OptimizerSettings.Of(value) })
            { Choices = OptimizerTypes.All, Group = Learning },
        OfOptimizer(
            "momentum", "Momentum", "The share of the last update that is carried into the next.", [OptimizerTypes.Sgd],
            optimizer => optimizer.Momentum, (optimizer, value) => optimizer with { Momentum = value }),
        OfOptimizer(
            "beta1", "Beta 1", "The decay rate of the running mean of the gradient.", [OptimizerTypes.Adam, OptimizerTypes.AdamW],
            optimizer => optimizer.Beta1, (optimizer, value) => optimizer with { Beta1 = value }),
        OfOptimizer(
            "beta2", "Beta 2", "The decay rate of the running mean of the squared gradient.", [OptimizerTypes.Adam, OptimizerTypes.AdamW],
            optimizer => optimizer.Beta2, (optimizer, value) => optimizer with { Beta2 = value }),
        OfOptimizer(
            "rho", "Rho", "The decay rate of the running means of the squared gradients and of the squared updates.", [OptimizerTypes.Adadelta],
            optimizer => optimizer.Rho, (optimizer, value) => optimizer with { Rho = value }),
        new RecipeField<double>(
            "optimizer.epsilon", "Epsilon", "Is added to a divisor to keep it away from zero.",
            recipe => recipe.Optimizer.Epsilon, (recipe, value) => recipe with { Optimizer = recipe.Optimizer with { Epsilon = value } })
            { IsMinExcluded = true, Group = Learning, UsedBy = [OptimizerTypes.Adam, OptimizerTypes.AdamW, OptimizerTypes.Adadelta] },
        new RecipeField<double>(
            "optimizer.weight_decay", "Weight decay", "How strongly weights are drawn towards zero in every step; biases are not.",
            recipe => recipe.Optimizer.WeightDecay,
            (recipe, value) => recipe with { Optimizer = recipe.Optimizer with { WeightDecay = value } })
            { Group = Learning },

        new RecipeField<string>(
            "schedule.type", "Schedule", "How the learning rate moves over the run.",
            recipe => recipe.Schedule.Type,
            (recipe, value) => value == recipe.Schedule.Type ? recipe : recipe with { Schedule = ScheduleSettings.Of(value) })
            { Choices = ScheduleTypes.All, Group = Learning },
        new RecipeField<double>(
            "schedule.warm_up", "Warm-up", "The share of the run in which the learning rate climbs to its highest value.",
            recipe => recipe.Schedule.WarmUp, (recipe, value) => recipe with { Schedule = recipe.Schedule with { WarmUp = value } })
            { IsMaxExcluded = true, Group = Learning, Unit = "share of the run" },
        new RecipeField<int>(
            "schedule.step_epochs", "Step length", "Epochs until the learning rate falls again.",
            recipe => recipe.Schedule.StepEpochs, (recipe, value) => recipe with { Schedule = recipe.Schedule with { StepEpochs = value } })
            { Min = 1, Max = ScheduleSettings.MaxStepEpochs, Group = Learning, Unit = "epochs", UsedBy = [ScheduleTypes.Step] },
        new RecipeField<double>(
            "schedule.step_factor", "Step factor", "What the learning rate is multiplied by at each step.",
            recipe => recipe.Schedule.StepFactor, (recipe, value) => recipe with { Schedule = recipe.Schedule with { StepFactor = value } })
            { IsMinExcluded = true, Group = Learning, UsedBy = [ScheduleTypes.Step] },
        new RecipeField<double>(
            "schedule.final", "Final rate", "The last learning rate as a share of the highest.",
            recipe => recipe.Schedule.Final, (recipe, value) => recipe with { Schedule = recipe.Schedule with { Final = value } })
            { Group = Learning, Unit = "share of the peak", UsedBy = [ScheduleTypes.Step, ScheduleTypes.Cosine, ScheduleTypes.OneCycle] },

        new RecipeField<double>(
            "label_smoothing", "Label smoothing", "The share of the target that is spread evenly over all labels.",
            recipe => recipe.LabelSmoothing, (recipe, value) => recipe with { LabelSmoothing = value })
            { IsMaxExcluded = true, Group = Regularization },

        OfAugmentation(
            "shift", "Shift", "How far an image moves to each side at most.", 16, "pixels",
            changes => changes.Shift, (changes, value) => changes with { Shift = value }),
        OfAugmentation(
            "rotation", "Rotation", "How far an image turns either way at most.", 180, "degrees",
            changes => changes.Rotation, (changes, value) => changes with { Rotation = value }),
        OfAugmentation(
            "scale", "Scale", "The share by which an image grows or shrinks at most, width and height each; 0.1 is 90 to 110 %.", 0.5, "share",
            changes => changes.Scale, (changes, value) => changes with { Scale = value }),
        OfAugmentation(
            "shear", "Shear", "The share of its height by which an image leans to a side at most.", 1, "share",
            changes => changes.Shear, (changes, value) => changes with { Shear = value }),
        OfAugmentation(
            "elastic", "Elastic", "How far a smooth random field moves parts of an image against each other at most.", 8, "pixels",
            changes => changes.Elastic, (changes, value) => changes with { Elastic = value }),
        OfAugmentation(
            "stroke", "Stroke width", "How far the edges of strokes move outwards or inwards at most.", 1, "pixels",
            changes => changes.Stroke, (changes, value) => changes with { Stroke = value }),
        OfAugmentation(
            "erase", "Erasing", "The share of the images of which a random rectangle becomes paper.", 1, "share of images",
            changes => changes.Erase, (changes, value) => changes with { Erase = value }),

        new RecipeField<double>(
            "weight_averaging", "Weight averaging",
            "The decay rate of a running mean of the weights, which then is what is evaluated and kept; 0 keeps no mean, 0.999 is usual.",
            recipe => recipe.WeightAveraging, (recipe, value) => recipe with { WeightAveraging = value })
            { IsMaxExcluded = true, Group = Regularization, Unit = "0 is off; often 0.999" },
        new RecipeField<double>(
            "validation_share", "Held out", "The share of the training images that is held out for validation, drawn by the seed.",
            recipe => recipe.ValidationShare, (recipe, value) => recipe with { ValidationShare = value })
            { Max = TrainingSettings.MaxValidationShare, Group = Selection, Unit = "share of the data" },
        new RecipeField<int>(
            "patience", "Patience", "Epochs without gain on the validation part after which training stops; 0 trains all epochs.",
            recipe => recipe.Patience, (recipe, value) => recipe with { Patience = value })
            { Max = TrainingSettings.MaxEpochs, Group = Selection, Unit = "epochs; 0 is off" },
        new RecipeField<bool>(
            "keep_best", "Keep the best epoch", "Whether the weights of the epoch that did best on the validation part are kept instead of the last.",
            recipe => recipe.KeepBest, (recipe, value) => recipe with { KeepBest = value })
            { Group = Selection },
        new RecipeField<int>(
            "members", "Networks", "Networks that are trained one after another and answer together.",
            recipe => recipe.Members, (recipe, value) => recipe with { Members = value })
            { Min = 1, Max = TrainingSettings.MaxMembers, Group = Selection, Unit = "that answer together" },
    ];

    /// <summary>A recipe that says nothing but what it must, and that with zeros.</summary>
    public static TrainingSettings Defaults { get; } = new() { Layers = [], Seed = 0, Epochs = 0, BatchSize = 0, LearningRate = 0 };

    // A decay rate: at least 0 and less than 1.
    private static RecipeField<double> OfOptimizer(
        string name, string title, string meaning, string[] usedBy,
        Func<OptimizerSettings, double> get, Func<OptimizerSettings, double, OptimizerSettings> set) =>
        new("optimizer." + name, title, meaning, recipe => get(recipe.Optimizer), (recipe, value) => recipe with { Optimizer = set(recipe.Optimizer, value) })
        {
            IsMaxExcluded = true,
            Group = Learning,
            UsedBy = usedBy,
        };

    private static RecipeField<double> OfAugmentation(
        string name, string title, string meaning, double max, string unit,
        Func<AugmentationSettings, double> get, Func<AugmentationSettings, double, AugmentationSettings> set) =>
        new(
            "augmentation." + name, title, meaning,
            recipe => recipe.Augmentation is { } changes ? get(changes) : 0,
            (recipe, value) => recipe with { Augmentation = set(recipe.Augmentation ?? new AugmentationSettings(), value) })
        {
            Max = max,
            Group = Changes,
            Unit = unit,
        };
}
