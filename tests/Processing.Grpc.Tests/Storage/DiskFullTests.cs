using Digits.Processing.Storage;
using Microsoft.Data.Sqlite;

namespace Digits.Processing.Tests.Storage;

public sealed class DiskFullTests
{
    [Fact]
    public void IsCauseOf_WriteToAFullDevice_IsTrue()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        Assert.True(DiskFull.IsCauseOf(Assert.Throws<IOException>(() => full.Write([1]))));
    }

    [Fact]
    public void IsCauseOf_OtherFaults_IsFalse()
    {
        Assert.True(DiskFull.IsCauseOf(new InvalidOperationException("outer", new SqliteException("full", 13))));
        Assert.False(DiskFull.IsCauseOf(new SqliteException("busy", 5)));
        Assert.False(DiskFull.IsCauseOf(new FileNotFoundException()));
        Assert.False(DiskFull.IsCauseOf(new InvalidOperationException()));
    }
}
