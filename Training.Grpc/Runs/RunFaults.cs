using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.ServiceDefaults.Storage;
using Digits.Training.Datasets;
using Digits.Training.Storage;

namespace Digits.Training.Runs;

/// <summary>Tells a person why a run failed. Only messages that were written for people are passed on.</summary>
internal static class RunFaults
{
    public static string Describe(Exception exception) => exception switch
    {
        DatasetException or TrainingDivergedException or TrainingRefusedException or ArchitectureException => exception.Message,
        OutOfMemoryException => "There was not enough memory for the data set and the network.",
        _ when StorageFaults.Find(exception) is { } fault => StorageFaults.Describe(fault, ModelVolume.Name),
        IOException => "The model could not be stored; the log of the Training service tells why.",
        _ => "The training failed on an internal fault; the log of the Training service tells which.",
    };
}
