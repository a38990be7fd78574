using Digits.Learning.Training;
using Digits.Training.Runs;
using Digits.Training.V1;
using Google.Protobuf.WellKnownTypes;
using ConfusionMatrix = Digits.Training.V1.ConfusionMatrix;
using Preset = Digits.Training.V1.Preset;
using WireKind = Digits.Training.V1.RunKind;
using WireState = Digits.Training.V1.RunState;

namespace Digits.Training.Mapping;

/// <summary>Runs, their reports and presets on the wire.</summary>
internal static class RunMapping
{
    public static TrainingRun ToProto(Run run)
    {
        var proto = new TrainingRun
        {
            Run = run.Id,
            Kind = run.Kind == Runs.RunKind.LabelCheck ? WireKind.LabelCheck : WireKind.Training,
            State = ToProto(run.State),
            Dataset = run.Dataset,
            DatasetVersion = run.DatasetVersion,
            Preset = run.Preset,
            Model = run.Model,
            Settings = RecipeMapping.ToProto(run.Settings),
            CreateTime = run.CreateTime.ToProto(),
            StartTime = run.StartTime?.ToProto(),
            EndTime = run.EndTime?.ToProto(),
            Progress = run.Progress is { } progress ? ToProto(progress) : null,
            Epochs = { EpochsToProto(run.Epochs) },
            Error = run.Error ?? "",
            LabelCheck = LabelCheckMapping.ToProto(run),
        };
        if (run.Outcome is { } outcome)
        {
            AddOutcome(proto, outcome, run.Labels);
        }

        return proto;
    }

    public static WatchRunResponse ToEvent(RunReport report) =>
        report.Epoch is { } epoch
            ? new WatchRunResponse { Epoch = ToProto(epoch, report.EpochDuration) }
            : new WatchRunResponse { Batch = ToProto(report.Progress!) };

    public static Preset ToProto(Learning.Training.Preset preset) => new()
    {
        Name = preset.Name,
        Description = preset.Description,
        Settings = RecipeMapping.ToProto(preset.Settings),
    };

    private static void AddOutcome(TrainingRun proto, RunOutcome outcome, IReadOnlyList<string> labels)
    {
        proto.ModelVersion = outcome.ModelVersion;
        if (outcome.TestAccuracy is { } accuracy)
        {
            proto.TestAccuracy = accuracy;
        }

        if (outcome.TestLoss is { } loss)
        {
            proto.TestLoss = loss;
        }

        if (outcome.ValidationAccuracy is { } validationAccuracy)
        {
            proto.ValidationAccuracy = validationAccuracy;
        }

        if (outcome.Confusion is { } confusion)
        {
            proto.ConfusionMatrix = new ConfusionMatrix
            {
                Labels = { labels },
                Rows = { confusion.Select(counts => new ConfusionRow { Counts = { counts } }) },
            };
        }
    }

    private static IEnumerable<EpochMetrics> EpochsToProto(IReadOnlyList<EpochReport> epochs)
    {
        var elapsed = TimeSpan.Zero;
        foreach (var epoch in epochs)
        {
            yield return ToProto(epoch, epoch.Elapsed - elapsed);
            elapsed = epoch.Elapsed;
        }
    }

    private static EpochMetrics ToProto(EpochReport epoch, TimeSpan duration)
    {
        var proto = new EpochMetrics
        {
            Epoch = epoch.Epoch,
            TrainLoss = epoch.TrainLoss,
            TrainAccuracy = epoch.TrainAccuracy,
            ImagesPerSecond = epoch.ImagesPerSecond,
            Duration = Duration.FromTimeSpan(duration),
            Member = epoch.Member,
        };
        if (epoch.TestLoss is { } loss)
        {
            proto.TestLoss = loss;
        }

        if (epoch.TestAccuracy is { } accuracy)
        {
            proto.TestAccuracy = accuracy;
        }

        if (epoch.ValidationLoss is { } validationLoss)
        {
            proto.ValidationLoss = validationLoss;
        }

        if (epoch.ValidationAccuracy is { } validationAccuracy)
        {
            proto.ValidationAccuracy = validationAccuracy;
        }

        return proto;
    }

    private static BatchProgress ToProto(RunProgress progress) => new()
    {
        Epoch = progress.Epoch,
        Batch = progress.Batch,
        BatchCount = progress.BatchCount,
        Loss = progress.Loss,
        Accuracy = progress.Accuracy,
        ImagesPerSecond = progress.ImagesPerSecond,
        Fraction = progress.Fraction,
        TimeLeft = Duration.FromTimeSpan(progress.TimeLeft),
        Member = progress.Member,
        MemberCount = progress.MemberCount,
    };

    private static WireState ToProto(Runs.RunState state) => state switch
    {
        Runs.RunState.Queued => WireState.Queued,
        Runs.RunState.Running => WireState.Running,
        Runs.RunState.Succeeded => WireState.Succeeded,
        Runs.RunState.Failed => WireState.Failed,
        _ => WireState.Cancelled,
    };
}
