namespace Digits.Processing.Formats;

/// <summary>Uploaded files, whatever their format, seen as one sequence of labelled pictures. Read once, from first to last.</summary>
internal interface ISampleSource : IDisposable
{
    /// <summary>What the files are, as <see cref="V1.ImportReport.Format"/> says it.</summary>
    string Format { get; }

    /// <summary>The labels in class order where the files fix it (Digits' own export); null to have them sorted.</summary>
    IReadOnlyList<string>? Labels { get; }

    /// <summary>
    /// The pictures in the files' order, and in between what is broken about single files, rows and pictures. One picture is in memory at
    /// a time.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">The files as a whole cannot be read any further.</exception>
    IEnumerable<SourceItem> Read(CancellationToken cancellationToken);
}
