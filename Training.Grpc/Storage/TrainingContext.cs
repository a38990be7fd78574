using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Digits.Training.Storage;

/// <summary>The tables of runs, their events, what label checks found, and model versions, for SQLite and PostgreSQL.</summary>
/// <remarks>
/// A change of the tables needs a migration: <c>dotnet ef migrations add NAME --project Training.Grpc --output-dir Storage/Migrations</c>.
/// The types of columns are then taken out of it, so that each provider chooses its own.
/// </remarks>
internal sealed class TrainingContext(DbContextOptions<TrainingContext> options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<RunEventRow> RunEvents => Set<RunEventRow>();

    public DbSet<ModelVersionRow> ModelVersions => Set<ModelVersionRow>();

    public DbSet<SuspectLabelRow> SuspectLabels => Set<SuspectLabelRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RunRow>(run =>
        {
            run.HasKey(row => row.Ordinal);
            run.HasIndex(row => row.Id).IsUnique();
            run.HasIndex(row => row.State);
            run.HasIndex(row => row.Dataset);
            run.Property(row => row.State).HasConversion<string>();
        });
        modelBuilder.Entity<RunEventRow>(runEvent =>
        {
            runEvent.HasKey(row => new { row.RunOrdinal, row.Sequence });
            runEvent.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunOrdinal).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ModelVersionRow>(version =>
        {
            version.HasKey(row => new { row.Model, row.Version });

            // Left to the providers, the list would be JSON in SQLite and an array in PostgreSQL, and one migration could not serve both.
            version.Property(row => row.Labels).HasConversion(
                labels => JsonSerializer.Serialize(labels, (JsonSerializerOptions?)null),
                text => JsonSerializer.Deserialize<string[]>(text, (JsonSerializerOptions?)null)!,
                new ValueComparer<IReadOnlyList<string>>(
                    (one, other) => one == null ? other == null : other != null && one.SequenceEqual(other),
                    labels => labels.Aggregate(0, HashCode.Combine)));
        });
        modelBuilder.Entity<SuspectLabelRow>(suspect =>
        {
            suspect.HasKey(row => new { row.RunOrdinal, row.Rank });
            suspect.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunOrdinal).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
