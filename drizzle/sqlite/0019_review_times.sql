ALTER TABLE `organizations` ADD `review_soon_minutes` integer;--> statement-breakpoint
ALTER TABLE `organizations` ADD `review_due_minutes` integer;