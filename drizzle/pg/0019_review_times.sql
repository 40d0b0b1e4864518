ALTER TABLE "organizations" ADD COLUMN "review_soon_minutes" integer;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "review_due_minutes" integer;